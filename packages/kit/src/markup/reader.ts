import { type DefaultTreeAdapterMap, defaultTreeAdapter, Parser, type Token } from 'parse5';
import { regionTag } from '@skerry/wire';

import { tableContainers } from '../template/elements.js';
import { type Origin, readMark, startMark } from '../template/origin.js';

type Element = DefaultTreeAdapterMap['element'];

/** An element as it was written. */
export interface Written {
  readonly tag: string;
  readonly origin: Origin;
  readonly line: number | undefined;
}

/** Markup that a parser changes. */
export interface MarkupFault {
  /** The first element that is not where it was written, or a text. */
  readonly inner: Written;
  /** The element around it that does not hold it. */
  readonly outer: Written | undefined;
  /** The parser ends the outer one before it, moves the inner one out, or drops it. */
  readonly effect: 'ends' | 'moves' | 'drops';
}

/** The findings of reading markup. */
export interface Reading {
  readonly fault: MarkupFault | undefined;
  /** The start tags around the hosts of regions, by the id of the host. */
  readonly around: ReadonlyMap<string, string>;
}

/** Reads marked markup as a parser of HTML does, and compares the result with the markup as it was written. */
export function readMarkup(html: string): Reading {
  const made = new Map<number, Element>();
  const treeAdapter: typeof defaultTreeAdapter = {
    ...defaultTreeAdapter,
    setNodeSourceCodeLocation(node, location) {
      defaultTreeAdapter.setNodeSourceCodeLocation(node, location);
      if (location && defaultTreeAdapter.isElementNode(node) && !made.has(location.startOffset))
        made.set(location.startOffset, node);
    },
  };
  const reader = new Reader(made, { treeAdapter, sourceCodeLocationInfo: true });
  // Without one, tables would be allowed in paragraphs.
  reader.tokenizer.write(/^<!doctype/i.test(html) ? html : `<!doctype html>${html}`, true);
  return reader;
}

/** Markup of one origin, while it is read. */
interface Passage {
  readonly origin: Origin;
  /** The number of its elements that have begun. */
  elements: number;
  /** The number of elements that were open before it. */
  readonly depth: number;
  /** True if its own nesting is not inspected. */
  isLoose: boolean;
}

interface Open extends Written {
  readonly node: Element;
  readonly passage: Passage | undefined;
}

class Reader extends Parser<DefaultTreeAdapterMap> implements Reading {
  fault: MarkupFault | undefined;
  readonly around = new Map<string, string>();
  readonly #made: ReadonlyMap<number, Element>;
  /** The elements that were written and have not ended. */
  readonly #open: Open[] = [];
  readonly #passages: Passage[] = [];
  /** True if nothing can be found any more: foreign markup has ended in the middle of an element. */
  #isLost = false;

  constructor(
    made: ReadonlyMap<number, Element>,
    options: ConstructorParameters<typeof Parser<DefaultTreeAdapterMap>>[0],
  ) {
    super(options);
    this.#made = made;
  }

  override onComment(token: Token.CommentToken): void {
    const mark = readMark(token.data);
    if (mark === undefined) super.onComment(token);
    else if (mark === 'end') this.#endPassage();
    else this.#beginPassage(mark);
  }

  override onStartTag(token: Token.TagToken): void {
    const { tagName: tag, attrs, location } = token;
    const passage = this.#passages.at(-1);
    const { origin = {}, elements = 0 } = passage ?? {};
    super.onStartTag(token);
    if (passage) passage.elements++;
    if (this.#isOver) return;
    const written = { tag, origin, line: origin.lines?.[elements] };
    const node = this.#made.get(location?.startOffset ?? -1);
    this.#check(written, node, passage);
    if (passage?.isLoose || !node || node !== this.openElements.current) return;
    this.#open.push({ ...written, node, passage });
    const id = attrs.find(({ name }) => name === 'id')?.value;
    if (tag === regionTag && id) this.around.set(id, this.#open.map(startTag).join(''));
  }

  override onEndTag(token: Token.TagToken): void {
    const { tagName: tag } = token;
    super.onEndTag(token);
    const passage = this.#passages.at(-1);
    if (this.#isOver || passage?.isLoose) return;
    if (this.#open.at(-1)?.tag.toLowerCase() === tag) this.#open.pop();
    else if (passage?.origin.foreign) this.#loosen(passage);
  }

  override onCharacter(token: Token.CharacterToken): void {
    super.onCharacter(token);
    const outer = this.#open.at(-1);
    const passage = this.#passages.at(-1);
    if (this.#isOver || passage?.isLoose || !outer || !tableContainers.has(outer.tag)) return;
    this.#found({ tag: '', origin: passage?.origin ?? {}, line: undefined }, outer, 'moves');
  }

  get #isOver(): boolean {
    return this.#isLost || this.fault !== undefined;
  }

  #beginPassage(origin: Origin): void {
    const isLoose = origin.foreign === 'raw' || this.#passages.at(-1)?.isLoose === true;
    this.#passages.push({ origin, elements: 0, depth: this.#open.length, isLoose });
  }

  #endPassage(): void {
    const passage = this.#passages.pop();
    // Elements that were left open there go on behind it.
    if (passage?.isLoose && this.openElements.current !== this.#open.at(-1)?.node)
      this.#isLost = this.#open.length > 0;
  }

  #check(inner: Written, node: Element | undefined, passage: Passage | undefined): void {
    const kept = new Set(this.openElements.items.slice(0, this.openElements.stackTop + 1));
    const ended = this.#open.find((open) => !kept.has(open.node));
    if (ended) return this.#found(inner, ended, 'ends');
    if (passage?.isLoose) return;
    if (!node) return this.#found(inner, this.#alike(inner.tag) ?? this.#nearest, 'drops');
    const outer = this.#open.at(-1);
    if (outer && writtenParent(node) !== contentOf(outer.node))
      this.#found(inner, this.#nearest, 'moves');
  }

  /** Takes note of a fault, unless it is inside foreign markup alone. */
  #found(inner: Written, outer: Open | undefined, effect: MarkupFault['effect']): void {
    const { passage } = outer ?? {};
    if (passage?.origin.foreign && passage === this.#passages.at(-1)) this.#loosen(passage);
    else this.fault = { inner, outer, effect };
  }

  #loosen(passage: Passage): void {
    passage.isLoose = true;
    this.#open.length = passage.depth;
  }

  get #nearest(): Open | undefined {
    return this.#open.findLast(({ tag }) => !tag.startsWith('skerry-'));
  }

  #alike(tag: string): Open | undefined {
    return this.#open.findLast((open) => open.tag === tag);
  }
}

/** The parent of an element without those that a parser has put around it, such as `<tbody>`. */
function writtenParent(node: Element): unknown {
  let parent = node.parentNode;
  while (parent && 'tagName' in parent && !parent.sourceCodeLocation) parent = parent.parentNode;
  return parent;
}

const contentOf = (node: Element): unknown => ('content' in node ? node.content : node);

const startTag = ({ tag, origin, line }: Open): string =>
  startMark({ ...origin, foreign: undefined, lines: line === undefined ? [] : [line] }) +
  `<${tag}>`;
