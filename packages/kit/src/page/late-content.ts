import { toError } from '../core/thrown.js';
import { PageChannel } from '../live/registry/page-channel.js';
import type { Boundaries, DocumentChunk } from './boundaries.js';
import { placeHtml } from './boundary.js';
import type { Delivery } from './delivery.js';
import type { DocumentRest } from './stream.js';

/** Everything that late content needs of the page around it. */
export interface LateContentOptions {
  readonly boundaries: Boundaries;
  readonly delivery: Delivery;
  /** Milliseconds after which it no longer holds the response, if a browser joins the channel of the page. */
  readonly deadline: number | undefined;
  /** Loads the module that takes it from the channel. */
  readonly script: string;
  /** The markup of content as it is sent. */
  toHtml(html: string): string;
  failed(error: Error): void;
}

/** The late content of a page: it comes in the response, and after the deadline over the channel of the page. */
export class LateContent implements DocumentRest {
  readonly #options: LateContentOptions;
  /** The content that is waited for. */
  #next: Promise<DocumentChunk | undefined> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #channel: PageChannel | undefined;
  /** What comes first, if no content does: the deadline, and after that the join. */
  #interrupt: Promise<'deadline' | PageChannel>;
  /** True once the channel needs the response no longer. */
  #isSettled = false;

  constructor(options: LateContentOptions) {
    this.#options = options;
    const { delivery, deadline: milliseconds } = options;
    this.#interrupt = new Promise((resolve) => {
      if (milliseconds === undefined || !delivery.openChannel) return;
      this.#timer = setTimeout(() => resolve('deadline'), milliseconds);
    });
  }

  async nextChunk(): Promise<DocumentChunk | undefined> {
    const event = await Promise.race([this.#takeNext(), this.#interrupt]);
    if (event === 'deadline') return this.#openChannel();
    if (event instanceof PageChannel) return void this.#handOver(event);
    this.#next = undefined;
    if (event || !this.#channel || this.#isSettled) return event;
    // A browser may be about to join, so the channel stays, and leaves the page.
    this.#isSettled = true;
    return { name: 'channel', html: this.#last };
  }

  noteSent(chunk: DocumentChunk): void {
    this.#options.delivery.noteSent(chunk);
  }

  /** The response is over. */
  end(): void {
    if (this.#isSettled) return;
    clearTimeout(this.#timer);
    this.#channel?.endRegion('left');
    this.#options.boundaries.end();
  }

  #takeNext(): Promise<DocumentChunk | undefined> {
    return (this.#next ??= this.#options.boundaries
      .nextChunk()
      .then((chunk) => chunk && { ...chunk, html: this.#options.toHtml(chunk.html) }));
  }

  /** The host of the channel: a browser that reads it joins, and then the response may end. */
  #openChannel(): DocumentChunk {
    const { delivery, script } = this.#options;
    const channel = delivery.openChannel!();
    this.#channel = channel;
    this.#interrupt = channel.joined.then(() => channel);
    return { name: 'channel', html: placeHtml(this.#place, channel.html) + script };
  }

  /** The place of the host of the channel; boundaries have numbers from 1 up. */
  get #place(): string {
    return this.#options.boundaries.nameOf(0);
  }

  /** What follows all content: it takes the host out of the page, and so the browser leaves. */
  get #last(): string {
    return `<template for="${this.#place}"></template>`;
  }

  /** Sends what is left over the channel. */
  async #handOver(channel: PageChannel): Promise<void> {
    const { boundaries, delivery, failed } = this.#options;
    this.#isSettled = true;
    channel.whenLeft(() => {
      if (boundaries.arePending) delivery.abandon?.();
      boundaries.end();
    });
    try {
      for (let chunk; (chunk = await this.#takeNext()); this.#next = undefined) {
        channel.sendContent(chunk.html);
        this.noteSent(chunk);
      }
      channel.sendContent(this.#last);
    } catch (thrown) {
      failed(toError(thrown));
    }
  }
}
