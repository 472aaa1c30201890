import type { Language } from '@skerry/wire';

import { lost } from './places.js';
import { call, read } from '../unclobbered.js';

/** Finds the language of an element. */
export const languageOf = (element: Element): Language => {
  const namespace = read(element, 'namespaceURI')!;
  return namespace.endsWith('svg') ? 'svg' : namespace.endsWith('L') ? 'math' : '';
};

/** Finds the language of the content of an element. The parser knows it. */
export function languageIn(parent: Element): Language {
  if (!languageOf(parent)) return '';
  const copy = parent.cloneNode() as Element;
  copy.innerHTML = trusted('<g>');
  return languageOf(copy.firstElementChild!);
}

/** What is used of Trusted Types (https://w3c.github.io/trusted-types). */
interface MarkupPolicy {
  createHTML(markup: string): string;
}
interface PolicyFactory {
  createPolicy(name: string, rules: MarkupPolicy): MarkupPolicy;
}

let policy: MarkupPolicy | undefined;

/** Markup as browsers take it that require a policy for it. All of this is the server's. */
export const trusted = (markup: string): string =>
  (policy ??= (window as { trustedTypes?: PolicyFactory }).trustedTypes?.createPolicy('skerry', {
    createHTML: (text) => text,
  }))?.createHTML(markup) ?? markup;

/** Parses markup in a language, without loading or running anything. */
export function parseMarkup(markup: string, language: Language): DocumentFragment {
  const template = call(document, 'createElement', 'template') as HTMLTemplateElement;
  const html = language ? `<${language}>${markup}` : markup;
  // This makes declarative shadow roots.
  template.setHTMLUnsafe(trusted(html));
  const { content } = template;
  if (language) content.replaceChildren(...content.firstChild!.childNodes);
  return content;
}

/** The templates that the server has sent on one connection, by number. */
export class Templates {
  readonly #markup = new Map<number, string>();
  readonly #parsed = new Map<string, DocumentFragment>();

  /**
   * Keeps the markup in an update, and leaves its number there.
   *
   * @param own the member with values of the app: the events of an update, the props of an island; elsewhere none
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

  /** Copies a template, which is parsed once. */
  copy(number: number, language: Language): DocumentFragment {
    const name = number + language;
    const markup = this.#markup.get(number) ?? lost();
    const parsed = this.#parsed.get(name) ?? parseMarkup(markup, language);
    this.#parsed.set(name, parsed);
    return parsed.cloneNode(true) as DocumentFragment;
  }
}
