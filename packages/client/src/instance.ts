import { type Anchor, findPlaces, lost, type Slot } from './places.js';

const htmlInSvg = /^(foreignObject|desc|title)$/;

/** Whether what stands in this element is SVG. */
export const holdsSvg = (parent: Element): boolean =>
  parent instanceof SVGElement && !htmlInSvg.test(parent.localName);

/** Parses markup as the content of an element of HTML or of SVG, without loading or running anything. */
export function parse(markup: string, svg: boolean): DocumentFragment {
  const template = document.createElement('template');
  template.innerHTML = svg ? `<svg>${markup}</svg>` : markup;
  const { content } = template;
  if (svg) content.replaceChildren(...content.firstChild!.childNodes);
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

  /** Copies a template. */
  copy(number: number, svg: boolean): Copy {
    const { content, paths } = this.#parse(number, svg);
    const root = content.cloneNode(true) as DocumentFragment;
    const places = paths.map((path) =>
      path.reduce<Node>((node, index) => node.childNodes[index]!, root),
    );
    return { root, places: places as Anchor[] };
  }

  #parse(number: number, svg: boolean): Parsed {
    const name = number + (svg ? 's' : '');
    let parsed = this.#parsed.get(name);
    if (!parsed) {
      const content = parse(this.#markup.get(number) ?? lost(), svg);
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
