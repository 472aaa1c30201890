import { contentLanguage, type Language, languageOf } from '@skerry/wire';

/** The language at a place, for each language in which the markup around it may be written. */
export type Languages = Readonly<Record<Language, Language>>;

/** The markup around a place, as parsers take it. */
export interface Around {
  readonly language: Language;
  /** True in a form: parsers keep no other form in it. */
  readonly inForm: boolean;
}

/** The part of a template that decides about the markup around a place. */
export interface Surroundings {
  readonly languages: Languages;
  /** True if the template opens a form around it. */
  readonly inForm: boolean;
}

/** The languages of a place where no markup decides: those around it. */
export const sameLanguage: Languages = { '': '', svg: 'svg', math: 'math' };

const around = (language: Language) =>
  [false, true].map((inForm): Around => ({ language, inForm })) as [Around, Around];
const all: Readonly<Record<Language, [Around, Around]>> = {
  '': around(''),
  svg: around('svg'),
  math: around('math'),
};

/** The surroundings of a whole tree. */
export const [outermost] = all[''];

/** The markup around what is in a part, given that around its template. */
export const aroundIn = ({ languages, inForm }: Surroundings, outer: Around): Around =>
  all[languages[outer.language]][inForm || outer.inForm ? 1 : 0];

const isDecisive =
  /^(?:svg|math|foreignobject|desc|title|m[inos]|mtext|annotation-xml|mglyph|malignmark)$/;

/** The surroundings of each part of a template, by the tags that are open there. */
export function partSurroundings(statics: readonly string[]): Surroundings[] {
  const open: { name: string; around: Languages }[] = [];
  let here = sameLanguage;
  /** The element in which markup is not parsed, while it is open. */
  let text = '';
  let inForm = false;
  return statics.slice(0, -1).map((markup) => {
    for (const tag of markup.split('<').slice(1)) {
      const name = /^\/?[^\s/>]*/.exec(tag)![0].toLowerCase();
      if (text) text = name === `/${text}` ? '' : text;
      else if (name === 'script' || name === 'style') text = name;
      else if (name === 'form' || name === '/form') inForm = name === 'form';
      else if (isDecisive.test(name)) {
        const parent = open.at(-1)?.name;
        open.push({ name, around: here });
        here = inside(tag, name, here, parent);
      } else if (isDecisive.test(name.slice(1))) here = open.pop()?.around ?? here;
    }
    return { languages: here, inForm };
  });
}

function inside(tag: string, name: string, around: Languages, parent?: string): Languages {
  // A changing encoding is not known here. MathML is the safe guess, since its text is escaped.
  const encoding = / encoding="([^"]*)"/.exec(tag)?.[1];
  const of = (language: Language) =>
    contentLanguage(name, languageOf(name, language, parent), encoding);
  return { '': of(around['']), svg: of(around.svg), math: of(around.math) };
}
