import type { EventPayload, Update } from '@skerry/wire';

import { tooMany } from '../region/refusal.js';
import type { Scale } from '../region/scale.js';
import { channels } from '../../tracing/channels.js';
import type { Renderer } from './renderer.js';
import type { HandlerAnswer, Respond, UpdateSink } from './update-sink.js';

/** The type of the request for everything at a path, in the place of an event's type. */
export const wholeRequest = 'whole';
/** The types of all markup requests. */
export const markupRequests: ReadonlySet<string> = new Set([wholeRequest, 'island']);

/** An answer, with the update that it brings. */
type Answer = HandlerAnswer & { readonly diff: Update | undefined };

/** Sends the updates of a renderer: by themselves, or with an answer. @throws errors of rendering */
export class Delivery {
  readonly #renderer: Renderer;
  readonly #scale: Scale;

  constructor(renderer: Renderer, scale: Scale) {
    this.#renderer = renderer;
    this.#scale = scale;
  }

  /** Sends the next update by itself. */
  pushUpdate(): void {
    const update = this.#renderer.nextUpdate();
    this.#note(update, update ? this.#push(update, this.#renderer.sink) : 0);
  }

  /** Answers an event with the next update. */
  answerEvent(answer: HandlerAnswer, respond: Respond): void {
    const diff = this.#renderer.nextUpdate();
    this.#note(diff, this.#answer({ ...answer, diff }, respond));
  }

  /** Answers a markup request; a slow reader has to make it again after a while. */
  answerRequest(
    { type, event: path, value }: EventPayload,
    respond: Respond,
    postpone: Respond,
  ): void {
    const renderer = this.#renderer;
    if (type !== wholeRequest && value !== true) {
      renderer.islands.releaseMarkup(path);
      return void respond({});
    }
    // Pending changes go first, so that the answer fits the tree that the browser has then.
    this.pushUpdate();
    if (renderer.sink?.congested) return void postpone(tooMany);
    const diff = type === wholeRequest ? renderer.wholeUpdate(path) : renderer.islandUpdate(path);
    this.#note(diff, this.#answer({ diff }, respond));
  }

  /** Answers a join with everything that a browser with this version lacks. @returns true if more may have to be sent */
  answerJoin(
    sink: UpdateSink,
    have: number | undefined,
    reply: unknown,
    respond: Respond,
  ): boolean {
    const renderer = this.#renderer;
    const missed = renderer.missedUpdates(have);
    if (!missed) {
      this.#answer({ diff: renderer.joinUpdate(sink), reply }, respond);
      renderer.children.takeProps();
      return false;
    }
    const [first, ...rest] = missed;
    if (!first) {
      const diff = renderer.nextUpdate();
      this.#note(diff, this.#answer({ diff, reply }, respond));
      renderer.noteJoined(diff);
      return false;
    }
    this.#answer({ diff: first, reply }, respond);
    for (const update of rest) this.#push(update, sink);
    return true;
  }

  #answer(answer: Answer, respond: Respond): number {
    return channels.flush.hasSubscribers ? this.#traceAnswer(answer, respond) : respond(answer);
  }

  #traceAnswer(answer: Answer, respond: Respond): number {
    return this.#renderer.traceFlush(answer.diff, () => respond(answer));
  }

  #push(update: Update, sink: UpdateSink | undefined): number {
    if (!sink) return 0;
    return channels.flush.hasSubscribers ? this.#tracePush(update, sink) : sink.update(update);
  }

  #tracePush(update: Update, sink: UpdateSink): number {
    return this.#renderer.traceFlush(update, () => sink.update(update));
  }

  #note(update: Update | undefined, bytes: number): void {
    if (update) this.#scale.noteBytes(bytes);
    this.#renderer.noteSent(update, bytes);
  }
}
