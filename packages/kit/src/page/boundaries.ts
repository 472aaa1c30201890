import { fail } from '../core/errors.js';
import { randomName } from '../core/random-name.js';
import { within } from '../core/within.js';
import {
  contentOf,
  type SuspenseContent,
  type SuspenseGroupElement,
} from '../template/boundary.js';
import { type Html, type LateHtml, settleHtml } from '../template/html-chunks.js';
import type { BoundaryPlace } from '../template/html-context.js';
import {
  type BoundariesContext,
  Boundary,
  type BoundaryOwner,
  type HolePlace,
} from './boundary.js';

/** Content that is ready. */
export interface ReadyContent {
  readonly name: string;
  /** The templates of its boundaries, which are sent together. */
  readonly templates: readonly string[];
  /** True if a part of a drawing or a formula is among it, for the module alone. */
  readonly isDrawing: boolean;
  /** True if it waits for style sheets in the browser, by the module for those. */
  readonly isHeld: boolean;
}

/** Tells whether markup may link a style sheet. */
const hasStyles = (html: string): boolean =>
  html
    .split(/<link(?=[\s/])/i)
    .slice(1)
    .some((tag) => /stylesheet/i.test(tag.slice(0, tag.indexOf('>'))));

/** The characters that are sent at once; the content of one boundary may have more. */
const enough = 64 * 1024;

/**
 * The boundaries of a page that is sent out of order. Each is written in its place, as its content or its fallback. If it
 * was the fallback, {@link nextContent} gives the content later, never before the markup around it.
 */
export class Boundaries implements BoundaryOwner {
  readonly context: BoundariesContext;
  /** True if the page has a boundary. */
  areUsed = false;
  /** True once the page around the boundaries is sent; then a failure no longer decides the status. */
  isSent = false;
  /** True if content with style sheets has to be held back until they are there; a parser does that itself. */
  holdsStyles = false;
  /** True once some content waits for style sheets: what comes after it must not come first. */
  #isHeld = false;
  /** Random, so that no markup of a visitor can name a boundary. */
  #prefix: string | undefined;
  #count = 0;
  readonly #unsettled = new Set<Boundary>();
  /** Those shown by their fallback whose content is to be sent, by number. */
  readonly #shown = new Map<number, Boundary>();
  #ready: Boundary[] = [];
  /** The boundaries of groups that were not revealed yet, in the order of the document. */
  readonly #groups = new Map<SuspenseGroupElement, Boundary[]>();
  #areHolesKnown = true;
  /** True once nobody waits for the content any more: what is still rendered begins nothing. */
  #isEnded = false;
  #wake: (() => void) | undefined;

  constructor(context: BoundariesContext) {
    this.context = context;
  }

  /** True if the content of a boundary is not there yet. */
  get areUnsettled(): boolean {
    return this.#unsettled.size > 0;
  }

  /** True if the content of a boundary is still to be sent. */
  get arePending(): boolean {
    return this.#shown.size > 0;
  }

  /** True if nothing is to come after the content that was taken. */
  get areDone(): boolean {
    return this.#shown.size === 0 && this.#areHolesKnown;
  }

  /** Takes over a boundary. */
  suspend(content: SuspenseContent, place: BoundaryPlace): LateHtml {
    this.areUsed = true;
    const boundary = new Boundary(this, content, place);
    if (this.#isEnded) return boundary.end();
    this.#unsettled.add(boundary);
    return boundary.begin();
  }

  /** Begins the content of a hole, whose place and fallback are in a file. */
  fillHole(content: SuspenseContent, place: BoundaryPlace, hole: HolePlace): void {
    if (this.#isEnded) return;
    const boundary = new Boundary(this, content, place, hole);
    this.#unsettled.add(boundary);
    boundary.number = this.show(boundary);
    boundary.begin();
  }

  /** Writes a page whose file is sent, and waits for its holes until it is written. @param write never rejects */
  waitForHoles(write: () => Promise<void>): void {
    this.isSent = true;
    this.#areHolesKnown = false;
    void write().then(() => {
      this.#areHolesKnown = true;
      for (const group of this.#groups.keys()) this.#reveal(group);
      this.#wake?.();
    });
  }

  /** Writes a boundary in its place, for a reader who wants the page in order. Its time is bounded all the same. */
  writeInOrder(content: SuspenseContent, place: BoundaryPlace): Html {
    this.areUsed = true;
    const html = settleHtml(place.write(contentOf(content), place.context));
    if (!(html instanceof Promise)) return html;
    const milliseconds = this.timeoutOf(content);
    const tooLate = () => fail('boundary-timeout', { milliseconds, number: 0 });
    return [within(milliseconds, html, tooLate, () => {})];
  }

  /** The content of boundaries that became ready, as soon as there is one; `undefined` once all are sent. */
  async nextContent(): Promise<ReadyContent | undefined> {
    while (this.#ready.length === 0) {
      if (this.areDone) return undefined;
      await new Promise<void>((wake) => (this.#wake = wake));
    }
    const names: string[] = [];
    const templates: string[] = [];
    let length = 0;
    let isDrawing = false;
    // A slow reader is sent no more than it asks for.
    while (this.#ready.length > 0 && length < enough) {
      const boundary = this.#ready.shift() as Boundary;
      this.#shown.delete(boundary.number);
      names.push(`boundary ${boundary.number}`);
      const html = boundary.templateHtml();
      this.#isHeld ||= this.holdsStyles && hasStyles(html);
      templates.push(this.inTurn(html));
      length += html.length;
      isDrawing ||= boundary.isDrawing;
    }
    return { name: names.join(', '), templates, isDrawing, isHeld: this.#isHeld };
  }

  /** A template that takes its turn behind content that waits for style sheets. */
  inTurn(template: string): string {
    return this.#isHeld ? template.replace('<template for=', '<template data-for=') : template;
  }

  /** The milliseconds that the content of a boundary may take; timers hold no more than 31 bits. */
  timeoutOf({ timeout = this.context.timeout }: SuspenseContent): number {
    return timeout >= 0 ? Math.min(timeout, 2 ** 31 - 1) : this.context.timeout;
  }

  /** Nobody waits for the content any more. */
  end(): void {
    this.#isEnded = true;
    for (const boundary of this.#unsettled) boundary.end();
    this.#unsettled.clear();
    this.#shown.clear();
    this.#areHolesKnown = true;
    this.#wake?.();
  }

  /** The number of boundaries that were shown by their fallback so far. */
  get count(): number {
    return this.#count;
  }

  /** A boundary is shown by its fallback; returns its number. */
  show(boundary: Boundary): number {
    this.#shown.set(++this.#count, boundary);
    const { group } = boundary;
    if (group) this.#groups.set(group, [...(this.#groups.get(group) ?? []), boundary]);
    return this.#count;
  }

  /** The name of a boundary in the document, by its number. */
  nameOf(number: number): string {
    return `${this.prefix}-${number}`;
  }

  /** The beginning of the names of boundaries in this document. */
  get prefix(): string {
    return (this.#prefix ??= randomName());
  }

  /** Forgets the boundaries that were shown since there were so many: the markup around them is not sent. */
  dropSince(count: number): void {
    for (const [number, boundary] of this.#shown) {
      if (number <= count) continue;
      boundary.end();
      this.#unsettled.delete(boundary);
      this.#shown.delete(number);
    }
    const kept = new Set(this.#shown.values());
    this.#ready = this.#ready.filter((boundary) => kept.has(boundary));
    for (const [group, members] of this.#groups) {
      const left = members.filter((boundary) => kept.has(boundary));
      this.#groups.set(group, left);
      this.#reveal(group);
    }
  }

  /** The content of a boundary is there, or has failed. */
  settle(boundary: Boundary): void {
    this.#unsettled.delete(boundary);
    if (boundary.number === 0) return;
    if (boundary.group) this.#reveal(boundary.group);
    else this.#ready.push(boundary);
    this.#wake?.();
  }

  /** Takes the boundaries of a group that may be revealed by now. */
  #reveal(group: SuspenseGroupElement): void {
    if (!this.#areHolesKnown) return;
    const members = (this.#groups.get(group) ?? []).sort((a, b) => a.order - b.order);
    const first = members.findIndex(({ isSettled }) => !isSettled);
    const count = first === -1 ? members.length : group.reveal === 'in-order' ? first : 0;
    this.#ready.push(...members.splice(0, count));
  }
}
