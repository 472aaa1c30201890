import { toError } from '../core/thrown.js';
import { PageChannel } from '../live/registry/page-channel.js';
import type { Boundaries, ReadyContent } from './boundaries.js';
import { placeHtml } from './boundary.js';
import type { Delivery } from './delivery.js';
import { withoutNoscript } from './noscript.js';
import type { DocumentChunk, DocumentRest } from './stream.js';

/** Everything that late content needs of the page around it. */
export interface LateContentOptions {
  readonly boundaries: Boundaries;
  readonly delivery: Delivery;
  /** Milliseconds after which it no longer holds the response, if a browser joins the channel of the page. */
  readonly deadline: number | undefined;
  /** Load the modules for it, and for style sheets in it. */
  readonly scripts: { readonly late: string; readonly styles: string };
  /** The markup of content as it is sent, given that of its templates. */
  toHtml(templates: string, content: ReadyContent): string;
  failed(error: Error): void;
}

/** The late content of a page: it comes in the response, and after the deadline over the channel of the page. */
export class LateContent implements DocumentRest {
  readonly #options: LateContentOptions;
  /** The content that is waited for. */
  #next: Promise<ReadyContent | undefined> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #channel: PageChannel | undefined;
  /** What may come before content: the deadline, and after that the join, or the end of the channel. */
  #interrupt: Promise<'deadline' | 'left' | PageChannel> | undefined;
  #isHandedOver = false;

  constructor(options: LateContentOptions) {
    this.#options = options;
    const { boundaries, delivery, scripts, deadline: milliseconds } = options;
    boundaries.holdsStyles = !delivery.native && scripts.styles !== '';
    if (milliseconds === undefined || !delivery.openChannel) return;
    this.#interrupt = new Promise((resolve) => {
      this.#timer = setTimeout(() => resolve('deadline'), milliseconds);
    });
  }

  async nextChunk(): Promise<DocumentChunk | undefined> {
    const next = this.#takeNext();
    const event = await (this.#interrupt ? Promise.race([next, this.#interrupt]) : next);
    if (event === 'deadline') return this.#openChannel();
    if (event === 'left') return this.#closeChannel();
    if (event instanceof PageChannel) return void this.#handOver(event);
    this.#next = undefined;
    if (event) {
      const isLast = this.#options.boundaries.areDone && !this.#channel;
      return { ...this.#toChunk(event, event.templates), isLast };
    }
    // A browser may be about to join, so the channel stays, and its host leaves the page.
    return this.#closeChannel();
  }

  noteSent(chunk: DocumentChunk): void {
    this.#options.delivery.noteSent(chunk);
  }

  /** The response is over. */
  end(): void {
    if (this.#isHandedOver) return;
    clearTimeout(this.#timer);
    this.#channel?.endRegion('left');
    this.#options.boundaries.end();
  }

  #takeNext(): Promise<ReadyContent | undefined> {
    return (this.#next ??= this.#options.boundaries.nextContent());
  }

  #toChunk(content: ReadyContent, templates: readonly string[]): DocumentChunk {
    return { name: content.name, html: this.#options.toHtml(templates.join(''), content) };
  }

  /** The host of the channel: a browser joins once the module has put it in its place, and then the response may end. */
  #openChannel(): DocumentChunk | undefined | Promise<DocumentChunk | undefined> {
    const { delivery, scripts, failed } = this.#options;
    this.#interrupt = undefined;
    let channel: PageChannel;
    try {
      channel = delivery.openChannel!();
    } catch (thrown) {
      // The response goes on as without a connection.
      failed(toError(thrown));
      return this.nextChunk();
    }
    this.#channel = channel;
    this.#interrupt = Promise.race([
      channel.joined.then(() => channel),
      new Promise<'left'>((resolve) => channel.whenLeft(() => resolve('left'))),
    ]);
    const host = placeHtml(this.#hostPlace, channel.html);
    // Not a child of the body, so that no browser does the work of the module.
    const content = `<div hidden><template for="${this.#place}">${host}</template>\n</div>`;
    return {
      name: 'channel',
      html: placeHtml(this.#place, '') + content + scripts.late + scripts.styles,
    };
  }

  /** Takes the host of the channel out of the page, if it is there. */
  #closeChannel(): DocumentChunk | undefined {
    if (!this.#channel) return undefined;
    this.#channel = undefined;
    this.#interrupt = undefined;
    return { name: 'channel', html: this.#last };
  }

  /** The name of a place for the channel; boundaries have numbers from 1 up. */
  get #place(): string {
    return this.#options.boundaries.nameOf(0);
  }

  get #hostPlace(): string {
    return `${this.#place}-host`;
  }

  /** What follows all content: it takes the host out of the page, and so the browser leaves. */
  get #last(): string {
    return this.#options.boundaries.inTurn(`<template for="${this.#hostPlace}"></template>\n`);
  }

  /** Sends what is left over the channel. */
  async #handOver(channel: PageChannel): Promise<void> {
    const { boundaries, delivery, scripts, failed } = this.#options;
    this.#isHandedOver = true;
    boundaries.holdsStyles = scripts.styles !== '';
    channel.whenLeft(() => {
      if (boundaries.arePending) delivery.abandon?.();
      boundaries.end();
    });
    try {
      for (let content; (content = await this.#takeNext()); this.#next = undefined) {
        const chunk = this.#toChunk(content, content.templates.map(alone));
        channel.sendContent(withoutNoscript(chunk.html));
        this.noteSent(chunk);
      }
      channel.sendContent(alone(this.#last));
    } catch (thrown) {
      failed(toError(thrown));
    }
  }
}

/**
 * A template for the channel. The module takes one that nothing follows once the document is read: it may come before the end of
 * the response, and so before its place.
 */
function alone(template: string): string {
  const end = template.lastIndexOf('\n');
  return `<div>${template.slice(0, end)}${template.slice(end + 1)}</div>`;
}
