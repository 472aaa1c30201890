import type { Language } from '@skerry/wire';

import { lost } from './places.js';
import { call, read } from '../unclobbered.js';

/** The language in which an element is written. */
export const languageOf = (element: Element): Language => {
  const namespace = read(element, 'namespaceURI')!;
  return namespace.endsWith('svg') ? 'svg' : namespace.endsWith('L') ? 'math' : '';
};

/** The language in which what stands in an element is written: the parser knows. */
export function languageIn(parent: Element): Language {
  if (!languageOf(parent)) return '';
  const copy = parent.cloneNode() as Element;
  copy.innerHTML = '<g>';
  return languageOf(copy.firstElementChild!);
}

/** Parses markup as it is parsed inside of this language, without loading or running anything. */
export function parseMarkup(markup: string, language: Language): DocumentFragment {
  const template = call(document, 'createElement', 'template') as HTMLTemplateElement;
  const html = language ? `<${language}>${markup}` : markup;
  // It makes declarative shadow roots.
  if (template.setHTMLUnsafe) template.setHTMLUnsafe(html);
  else template.innerHTML = html;
  const { content } = template;
  if (language) content.replaceChildren(...content.firstChild!.childNodes);
  return content;
}

/** The templates that the server has sent on one connection, by number. */
export class Templates {
  readonly #markup = new Map<number, string>();
  readonly #parsed = new Map<string, DocumentFragment>();

  /**
   * Keeps the markup that rides in an update, and leaves the numbers in its place.
   *
   * @param own what holds values of the app's own: the events of an update, the props of an island; elsewhere nothing does
   */
  learn(value: object, own: string | null = 'e'): void {
    if ('s' in value && Array.isArray(value.s)) {
      const [number, markup] = value.s as [number, string];
      this.#markup.set(number, markup);
      value.s = number;
    }
    for (const [name, inner] of Object.entries(value))
      if (name !== own && inner instanceof Object) this.learn(inner, name === 'i' ? 'p' : null);
  }

  /** A fresh copy of a template, which is parsed once. */
  copy(number: number, language: Language): DocumentFragment {
    const name = number + language;
    const markup = this.#markup.get(number) ?? lost();
    const parsed = this.#parsed.get(name) ?? parseMarkup(markup, language);
    // A copy of an element has no shadow root.
    if (markup.includes('shadowrootmode')) return parsed;
    this.#parsed.set(name, parsed);
    return parsed.cloneNode(true) as DocumentFragment;
  }
}
