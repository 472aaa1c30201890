import { randomBytes } from 'node:crypto';

import { isDenial, isRedirect } from '../core/deny.js';
import { fail } from '../core/errors.js';
import { toError } from '../core/thrown.js';
import { within } from '../core/within.js';
import type { SuspenseContent } from '../template/boundary.js';
import { escapeHtml } from '../template/escape.js';
import {
  type Html,
  type LateHtml,
  type SettledHtml,
  settleHtml,
  textOfHtml,
} from '../template/html-chunks.js';
import type { BoundaryPlace } from '../template/html-context.js';
import { isPageInterrupt } from './page-interrupt.js';

/** Everything that the boundaries of a page need. */
export interface BoundariesContext {
  /** Milliseconds that the content of a boundary may take, if its author says nothing else. */
  timeout: number;
  /** Reports content that failed after the page around it was sent, and that no error boundary replaces. */
  failed(error: Error): void;
}

/** A part of a document that is sent at once. */
export interface DocumentChunk {
  readonly name: string;
  readonly html: string;
}

/**
 * The boundaries of a page that is sent out of order. Each is written in its place, as its content or its fallback. If it
 * was the fallback, {@link nextChunk} gives the content later, never before the markup around it.
 */
export class Boundaries {
  readonly context: BoundariesContext;
  /** True if the page has a boundary. */
  areUsed = false;
  /** True once the page around the boundaries is sent; then a failure no longer decides the status. */
  isSent = false;
  /** Random, so that no markup of a visitor can name a boundary. */
  #prefix: string | undefined;
  #count = 0;
  readonly #unsettled = new Set<Boundary>();
  /** Those shown by their fallback whose content is to be sent, by number. */
  readonly #shown = new Map<number, Boundary>();
  #ready: Boundary[] = [];
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

  /** Takes over a boundary. */
  suspend(content: SuspenseContent, place: BoundaryPlace): LateHtml {
    this.areUsed = true;
    const boundary = new Boundary(this, content, place);
    if (this.#isEnded) return boundary.end();
    this.#unsettled.add(boundary);
    return boundary.begin();
  }

  /** Writes a boundary in its place, for a reader who wants the page in order. Its time is bounded all the same. */
  writeInOrder(content: SuspenseContent, place: BoundaryPlace): Html {
    this.areUsed = true;
    const html = settleHtml(place.write(content.children, place.context));
    if (!(html instanceof Promise)) return html;
    const milliseconds = this.timeoutOf(content);
    const tooLate = () => fail('boundary-timeout', { milliseconds });
    return [within(milliseconds, html, tooLate, () => {})];
  }

  /** The content of all boundaries that became ready, as soon as there is one; `undefined` once all are sent. */
  async nextChunk(): Promise<DocumentChunk | undefined> {
    while (this.#ready.length === 0) {
      if (this.#shown.size === 0) return undefined;
      await new Promise<void>((wake) => (this.#wake = wake));
    }
    const ready = this.#ready;
    this.#ready = [];
    for (const { number } of ready) this.#shown.delete(number);
    return {
      name: ready.map(({ number }) => `boundary ${number}`).join(', '),
      html: ready.map((boundary) => boundary.lateHtml()).join(''),
    };
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
    this.#wake?.();
  }

  /** The number of boundaries that were shown by their fallback so far. */
  get count(): number {
    return this.#count;
  }

  /** A boundary is shown by its fallback; returns its number. */
  show(boundary: Boundary): number {
    this.#shown.set(++this.#count, boundary);
    return this.#count;
  }

  /** The name of a boundary in the document, by its number. */
  nameOf(number: number): string {
    this.#prefix ??= randomBytes(9).toString('base64url');
    return `${this.#prefix}-${number}`;
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
  }

  /** The content of a boundary is there, or has failed. */
  settle(boundary: Boundary): void {
    this.#unsettled.delete(boundary);
    if (boundary.number === 0) return;
    this.#ready.push(boundary);
    this.#wake?.();
  }
}

/** The content of a boundary, or what was thrown in place of it. */
type Outcome = { html: SettledHtml } | { thrown: unknown };

/** One boundary. */
class Boundary implements LateHtml {
  /** Its number in the document, from 1 up, once its fallback is there. */
  number = 0;
  readonly #page: Boundaries;
  readonly #content: SuspenseContent;
  readonly #place: BoundaryPlace;
  #timer: NodeJS.Timeout | undefined;
  #outcome: Outcome | undefined;

  constructor(page: Boundaries, content: SuspenseContent, place: BoundaryPlace) {
    this.#page = page;
    this.#content = content;
    this.#place = place;
  }

  /** Begins to write the content. */
  begin(): this {
    const milliseconds = this.#page.timeoutOf(this.#content);
    const thrown = (error: unknown) => this.#settle({ thrown: error });
    try {
      const html = settleHtml(this.#place.write(this.#content.children, this.#place.context));
      if (html instanceof Promise) {
        this.#timer = setTimeout(
          () => thrown(fail('boundary-timeout', { milliseconds })),
          milliseconds,
        );
        html.then((settled) => this.#settle({ html: settled }), thrown);
      } else this.#settle({ html });
    } catch (error) {
      thrown(error);
    }
    return this;
  }

  /** Its markup in the page around it. @throws what its content has thrown, if the page is not sent yet */
  text(): string {
    if (this.#outcome) return this.#html();
    const { write, context } = this.#place;
    const fallback = write(this.#content.fallback, context);
    if (typeof fallback !== 'string') throw fail('async-fallback', {});
    this.number = this.#page.show(this);
    return `<?start name="${this.#page.nameOf(this.number)}">${fallback}<?end>`;
  }

  /** Its content, to take the place of the fallback. */
  lateHtml(): string {
    return `<template for="${this.#page.nameOf(this.number)}">${this.#html()}</template>\n`;
  }

  /** Nobody waits for its content any more. */
  end(): this {
    clearTimeout(this.#timer);
    this.#outcome = { html: '' };
    return this;
  }

  #settle(outcome: Outcome): void {
    // Its time was over, or the visitor has gone.
    if (this.#outcome) return;
    clearTimeout(this.#timer);
    this.#outcome = outcome;
    this.#page.settle(this);
  }

  #html(): string {
    const outcome = this.#outcome as Outcome;
    const { count } = this.#page;
    try {
      if ('thrown' in outcome) throw outcome.thrown;
      return textOfHtml(outcome.html);
    } catch (thrown) {
      this.#page.dropSince(count);
      return this.#page.isSent ? this.#failureHtml(thrown) : this.#recoveredHtml(thrown);
    }
  }

  /** The markup in place of content that failed after the page was sent. */
  #failureHtml(thrown: unknown): string {
    if (isRedirect(thrown))
      return `<meta http-equiv="refresh" content="0;url=${escapeHtml(thrown.to)}">`;
    if (isPageInterrupt(thrown))
      return noIndex + alert(isDenial(thrown) ? thrown.reason : 'There is nothing here.');
    const error = toError(thrown);
    void this.#tellAuthor(error);
    try {
      return noIndex + this.#recoveredHtml(error);
    } catch (again) {
      if (isPageInterrupt(again)) return this.#failureHtml(again);
      this.#page.context.failed(toError(again));
      return noIndex + alert('Something went wrong.');
    }
  }

  /** The markup of the nearest error boundary. @throws what was thrown, if there is none */
  #recoveredHtml(thrown: unknown): string {
    const html = this.#place.context.recover?.(thrown);
    if (html === undefined) throw thrown;
    if (typeof html !== 'string') throw fail('async-fallback', {});
    return html;
  }

  /** Calls `onError` of the boundary. Its failure is one of its own. */
  async #tellAuthor(error: Error): Promise<void> {
    try {
      await this.#content.onError?.(error);
    } catch (thrown) {
      this.#page.context.failed(toError(thrown));
    }
  }
}

/** The answer is complete for people only: crawlers must not keep it. */
const noIndex = '<meta name="robots" content="noindex">';

const alert = (reason: string): string => `<p role="alert">${escapeHtml(reason)}</p>`;
