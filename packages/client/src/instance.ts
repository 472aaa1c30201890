import { contentLanguage, type Language } from '@skerry/wire';

import { type Anchor, findPlaces, lost, type Slot } from './places.js';
import { call, read } from './unclobbered.js';

/** By the end of the name of their namespace. */
const languages: Record<string, Language> = { svg: 'svg', hML: 'math' };

/** The language in which an element is written. */
export const languageOf = (element: Element): Language =>
  languages[read(element, 'namespaceURI')!.slice(-3)] ?? '';

/** The language in which what stands in an element is written. */
export const languageIn = (parent: Element): Language =>
  contentLanguage(
    read(parent, 'localName'),
    languageOf(parent),
    call(parent, 'getAttribute', 'encoding') ?? '',
  );

/** Parses markup as it is parsed inside of this language, without loading or running anything. */
export function parse(markup: string, language: Language): DocumentFragment {
  const template = document.createElement('template');
  template.innerHTML = language ? `<${language}>${markup}` : markup;
  const { content } = template;
  if (language) content.replaceChildren(...content.firstChild!.childNodes);
  return content;
}

/** A fresh copy of a template's markup, with its places by number. */
export interface Copy {
  root: DocumentFragment;
  places: Anchor[];
}

/** A template's markup, parsed once; a path leads from its root to each place. */
interface Parsed {
  content: DocumentFragment;
  paths: number[][];
}

/** The templates that the server has sent on one connection, by number. */
export class Templates {
  readonly #markup = new Map<number, string>();
  readonly #parsed = new Map<string, Parsed>();

  /**
   * Keeps the markup that rides in an update, and leaves the numbers in its place.
   *
   * @param own what holds values of the app's own: the events of an update, the props of an island
   */
  learn(value: object, own = 'e'): void {
    if ('s' in value && Array.isArray(value.s)) {
      const [number, markup] = value.s as [number, string];
      this.#markup.set(number, markup);
      value.s = number;
    }
    for (const [name, inner] of Object.entries(value))
      if (name !== own && inner instanceof Object) this.learn(inner, name === 'i' ? 'p' : '');
  }

  /** Copies a template. */
  copy(number: number, language: Language): Copy {
    const { content, paths } = this.#parse(number, language);
    const root = content.cloneNode(true) as DocumentFragment;
    const places = paths.map((path) =>
      path.reduce<Node>((node, index) => node.childNodes[index]!, root),
    );
    return { root, places: places as Anchor[] };
  }

  #parse(number: number, language: Language): Parsed {
    const name = number + language;
    let parsed = this.#parsed.get(name);
    if (!parsed) {
      const content = parse(this.#markup.get(number) ?? lost(), language);
      const places: Slot[] = [];
      findPlaces(content, places);
      parsed = { content, paths: places.map(({ start }) => pathTo(start, content)) };
      this.#parsed.set(name, parsed);
    }
    return parsed;
  }
}

function pathTo(node: Node, root: Node): number[] {
  if (node === root) return [];
  const parent = node.parentNode!;
  return [...pathTo(parent, root), [...parent.childNodes].indexOf(node as ChildNode)];
}
