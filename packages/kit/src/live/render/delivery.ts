import type { EventPayload, Update } from '@skerry/wire';

import { tooMany } from '../region/refusal.js';
import type { Scale } from '../region/scale.js';
import type { Renderer } from './renderer.js';
import type { HandlerAnswer, Respond, UpdateSink } from './update-sink.js';

/** The type of the request for everything at a path, in the place of an event's type. */
export const wholeRequest = 'whole';
/** The types of all markup requests. */
export const markupRequests: ReadonlySet<string> = new Set([wholeRequest, 'island']);

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
    this.#note(update, update ? (this.#renderer.sink?.update(update) ?? 0) : 0);
  }

  /** Answers an event with the next update. */
  answerEvent(answer: HandlerAnswer, respond: Respond): void {
    const diff = this.#renderer.nextUpdate();
    this.#note(diff, respond({ ...answer, diff }));
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
    this.#note(diff, respond({ diff }));
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
      respond({ diff: renderer.joinUpdate(sink), reply });
      renderer.children.takeProps();
      return false;
    }
    const [first, ...rest] = missed;
    if (!first) {
      const diff = renderer.nextUpdate();
      this.#note(diff, respond({ diff, reply }));
      renderer.noteJoined(diff);
      return false;
    }
    respond({ diff: first, reply });
    for (const update of rest) sink.update(update);
    return true;
  }

  #note(update: Update | undefined, bytes: number): void {
    if (update) this.#scale.noteBytes(bytes);
    this.#renderer.noteSent(update, bytes);
  }
}
