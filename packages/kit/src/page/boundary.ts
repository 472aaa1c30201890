import { isDenial, isRedirect } from '../core/deny.js';
import { fail } from '../core/errors.js';
import { toError } from '../core/thrown.js';
import {
  contentOf,
  type SuspenseContent,
  type SuspenseGroupElement,
} from '../template/boundary.js';
import { escapeHtml } from '../template/escape.js';
import {
  type Html,
  type LateHtml,
  type SettledHtml,
  settleHtml,
  textOfHtml,
} from '../template/html-chunks.js';
import type { BoundaryPlace } from '../template/html-context.js';
import { isPageInterrupt, isResponse } from './page-interrupt.js';

/** Everything that the boundaries of a page need. */
export interface BoundariesContext {
  /** Milliseconds that the content of a boundary may take, if its author says nothing else. */
  timeout: number;
  /** Reports content that failed after the page around it was sent, and that no error boundary replaces. */
  failed(error: Error): void;
  /** Takes the markup that the islands in late content need. */
  takeMarkup(): string;
}

/** The boundaries of a page, as each of them sees them. */
export interface BoundaryOwner {
  readonly context: BoundariesContext;
  /** True once the page around the boundaries is sent; then a failure no longer decides the status. */
  readonly isSent: boolean;
  /** The number of boundaries that were shown by their fallback so far. */
  readonly count: number;
  /** The milliseconds that the content of a boundary may take. */
  timeoutOf(content: SuspenseContent): number;
  /** A boundary is shown by its fallback; returns its number. */
  show(boundary: Boundary): number;
  /** The name of a boundary in the document, by its number. */
  nameOf(number: number): string;
  /** Forgets the boundaries that were shown since there were so many: the markup around them is not sent. */
  dropSince(count: number): void;
  /** The content of a boundary is there, or has failed. */
  settle(boundary: Boundary): void;
}

/** The place of a hole in its file. */
export interface HolePlace {
  readonly name: string;
  /** Its position among the holes of the file. */
  readonly order: number;
}

/** The place of late content, with its fallback. @throws SkerryError `async-fallback` */
export function placeHtml(name: string, fallback: Html): string {
  if (typeof fallback !== 'string') throw fail('async-fallback', {});
  return `<?start name="${name}">${fallback}<?end>`;
}

/** The content of a boundary, or what was thrown in place of it. */
type Outcome = { html: SettledHtml } | { thrown: unknown };

/** One boundary of a page. */
export class Boundary implements LateHtml {
  /** Its number in the document, from 1 up, once its fallback is there. */
  number = 0;
  readonly #page: BoundaryOwner;
  readonly #content: SuspenseContent;
  readonly #place: BoundaryPlace;
  #timer: NodeJS.Timeout | undefined;
  #outcome: Outcome | undefined;
  /** What a failure says to crawlers and browsers. */
  #meta = '';

  /** Its place among others, where that was written before. */
  readonly #hole: HolePlace | undefined;

  constructor(
    page: BoundaryOwner,
    content: SuspenseContent,
    place: BoundaryPlace,
    hole?: HolePlace,
  ) {
    this.#page = page;
    this.#content = content;
    this.#place = place;
    this.#hole = hole;
  }

  /** Its position among the boundaries of the document. */
  get order(): number {
    return this.#hole?.order ?? this.number;
  }

  /** The group that it is revealed with. */
  get group(): SuspenseGroupElement | undefined {
    return this.#place.context.group;
  }

  /** True once its content is there, or has failed. */
  get isSettled(): boolean {
    return this.#outcome !== undefined;
  }

  /** Begins to write the content. Boundaries in it are revealed on their own. */
  begin(): this {
    const { context } = this.#place;
    const inside = context.group ? { ...context, group: undefined } : context;
    const milliseconds = this.#page.timeoutOf(this.#content);
    const thrown = (error: unknown) => this.#settle({ thrown: error });
    try {
      const html = settleHtml(this.#place.write(contentOf(this.#content), inside));
      if (html instanceof Promise) {
        this.#timer = setTimeout(
          () => thrown(fail('boundary-timeout', { milliseconds, number: this.number })),
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
    this.number = this.#page.show(this);
    return placeHtml(this.#page.nameOf(this.number), fallback);
  }

  /** True if it is in a drawing or a formula. */
  get isDrawing(): boolean {
    return this.#place.around.language !== '';
  }

  /** Its content, to take the place of the fallback. */
  templateHtml(): string {
    const name = this.#hole?.name ?? this.#page.nameOf(this.number);
    const { language } = this.#place.around;
    const own = this.#html();
    // Also that of islands in the content: by now they are rendered.
    const html = this.#page.context.takeMarkup() + own;
    if (language === '') return `<template for="${name}">${this.#meta}${html}</template>\n`;
    const content = `<${language}>${html}</${language}>`;
    // Not a child of the body, so that no browser does the work of the module: it would read this as HTML.
    return `<div hidden>${this.#meta}<template for="${name}" hidden>${content}</template>\n</div>`;
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
    if (isRedirect(thrown)) {
      this.#meta = refreshHtml(thrown.to);
      return '';
    }
    this.#meta = noIndex;
    if (isResponse(thrown)) {
      this.#page.context.failed(fail('late-response', {}));
      return this.#alert('Something went wrong.');
    }
    if (isDenial(thrown)) return this.#alert(thrown.reason);
    const error = toError(thrown);
    void this.#tellAuthor(error);
    try {
      return this.#recoveredHtml(error);
    } catch (again) {
      if (isPageInterrupt(again)) return this.#failureHtml(again);
      this.#page.context.failed(toError(again));
      return this.#alert('Something went wrong.');
    }
  }

  /** The markup of the nearest error boundary. @throws what was thrown, if there is none */
  #recoveredHtml(thrown: unknown): string {
    const html = this.#place.context.recover?.(thrown);
    if (html === undefined) throw thrown;
    if (typeof html !== 'string') throw fail('async-fallback', {});
    return html;
  }

  /** Says in place of the content why there is none. */
  #alert(reason: string): string {
    const tag = { '': 'p', svg: 'title', math: 'mtext' }[this.#place.around.language];
    return `<${tag} role="alert">${escapeHtml(reason)}</${tag}>`;
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

/** Redirects a visitor who has a part of the page. */
export const refreshHtml = (to: string): string =>
  `<meta http-equiv="refresh" content="0;url=${escapeHtml(to)}">`;

/** The answer is complete for people only: crawlers must not keep it. */
const noIndex = '<meta name="robots" content="noindex">';
