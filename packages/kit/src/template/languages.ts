import { contentLanguage, type Language, languageOf } from '@skerry/wire';

/** The language at a place, for each language in which the markup around it may be written. */
export type Languages = Readonly<Record<Language, Language>>;

/** The languages of a place where no markup decides: those around it. */
export const sameLanguage: Languages = { '': '', svg: 'svg', math: 'math' };

const isDecisive =
  /^(?:svg|math|foreignobject|desc|title|m[inos]|mtext|annotation-xml|mglyph|malignmark)$/;

/** The languages at each part of a template, by the tags that are open there. */
export function partLanguages(statics: readonly string[]): Languages[] {
  const open: { name: string; around: Languages }[] = [];
  let here = sameLanguage;
  /** The element in which markup is not parsed, while it is open. */
  let text = '';
  return statics.slice(0, -1).map((markup) => {
    for (const tag of markup.split('<').slice(1)) {
      const name = /^\/?[^\s/>]*/.exec(tag)![0].toLowerCase();
      if (text) text = name === `/${text}` ? '' : text;
      else if (name === 'script' || name === 'style') text = name;
      else if (isDecisive.test(name)) {
        const parent = open.at(-1)?.name;
        open.push({ name, around: here });
        here = inside(tag, name, here, parent);
      } else if (isDecisive.test(name.slice(1))) here = open.pop()?.around ?? here;
    }
    return here;
  });
}

function inside(tag: string, name: string, around: Languages, parent?: string): Languages {
  // A changing encoding is not known here. MathML is the safe guess, since its text is escaped.
  const encoding = / encoding="([^"]*)"/.exec(tag)?.[1];
  const of = (language: Language) =>
    contentLanguage(name, languageOf(name, language, parent), encoding);
  return { '': of(around['']), svg: of(around.svg), math: of(around.math) };
}
