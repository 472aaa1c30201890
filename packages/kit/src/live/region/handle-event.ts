import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { EventPayload } from '@skerry/wire';

import { chain } from '../../core/chain.js';
import { type Denial, isRedirect, type Redirect } from '../../core/deny.js';
import { estimateBytes } from '../../core/estimate-bytes.js';
import { fail } from '../../core/errors.js';
import { caught } from '../../core/thrown.js';
import { settle } from '../../core/within.js';
import { isThenable } from '../../hooks/contain.js';
import type { EventHandler } from '../author/define.js';
import { microsSince } from '../render/renderer.js';
import type { Answer, Respond } from '../render/update-sink.js';
import { refusal, tooMany } from './refusal.js';
import type { Region } from './region.js';
import { runTurn } from './run-turn.js';
import { Turn } from './turn.js';
import { withinBudget } from './deadline.js';

/** Takes the events of one region: each goes by its schema and its guards to its handler, and is answered once. */
export class EventDesk {
  /** Number of the last event that was handled, as its page counts. */
  lastSequence = 0;
  lastName: string | undefined;
  readonly #region: Region;
  #lastAnswer: Answer | undefined;

  constructor(region: Region) {
    this.#region = region;
  }

  /** What it keeps in memory. */
  get held(): unknown {
    return this.#lastAnswer;
  }

  take(payload: EventPayload, respond: Respond): void {
    const { view, queue, services } = this.#region;
    const isWish = wishes.has(payload.type);
    const handler = isWish ? undefined : view.events.get(payload.event);
    if (!handler && !isWish) {
      const unknown = fail('unknown-event', { view: view.id, event: payload.event });
      this.#region.report(unknown, 'event');
      return void respond(refusal(unknown));
    }
    const bytes = queue.busy ? estimateBytes(payload) : 0;
    if (!queue.takes(bytes, services.limits)) return void respond(tooMany);
    queue.add(() => this.#handle(handler, payload, respond), bytes);
  }

  /** Handles an event; without a handler it is a wish. */
  #handle(
    handler: EventHandler | undefined,
    payload: EventPayload,
    respond: Respond,
  ): void | Promise<void> {
    if (this.#region.ended) return void respond(this.#region.lastWord);
    const { seq } = payload;
    if (seq !== undefined && seq <= this.lastSequence) return void respond(this.#repeated(seq));
    const once: Respond = (answer) => {
      if (seq !== undefined) this.lastSequence = seq;
      this.#lastAnswer = 'error' in answer ? answer : { reply: answer.reply };
      return respond(answer);
    };
    if (!handler) return this.#wish(payload, once, respond);
    this.lastName = payload.event;
    this.#region.doing = payload.event;
    if (!handler.schema && !this.#region.services.hooks.beforeEvent.isUsed())
      return this.#run(handler, payload.event, payload.value, once);
    return this.#admit(handler, payload, once);
  }

  #wish({ type, event: path, value }: EventPayload, respond: Respond, postpone: Respond): void {
    const { display } = this.#region;
    const render = (work: () => void) => void this.#region.rendering(work, respond);
    if (type === wholeWish) return render(() => display.wishWhole(path, respond, postpone));
    if (value === true) return render(() => display.wishMarkup(path, respond, postpone));
    display.islands.release(path);
    respond({});
  }

  /** The answer of an event that was handled before; its changes are with the region's others. */
  #repeated(seq: number): Answer {
    return seq === this.lastSequence && this.#lastAnswer ? this.#lastAnswer : {};
  }

  #admit(
    handler: EventHandler,
    { event, value }: EventPayload,
    respond: Respond,
  ): void | Promise<void> {
    const failed = (thrown: unknown) => this.#failed(caught(thrown), respond);
    let verdict: Verdict | Promise<Verdict>;
    try {
      verdict = handler.schema ? judge(handler.schema, value) : { payload: value };
    } catch (thrown) {
      return failed(thrown);
    }
    if (verdict instanceof Promise)
      return withinBudget(this.#region, event, verdict, () => {}).then(
        (judged) => this.#guard(handler, event, judged, respond),
        failed,
      );
    return this.#guard(handler, event, verdict, respond);
  }

  #guard(
    handler: EventHandler,
    event: string,
    judged: Verdict,
    respond: Respond,
  ): void | Promise<void> {
    const { hooks } = this.#region.services;
    if ('issues' in judged) {
      const invalid = fail('invalid-payload', { view: this.#region.view.id, event, ...judged });
      this.#region.report(invalid, 'event');
      return void respond(refusal(invalid));
    }
    const { payload } = judged;
    const { info: region, session } = this.#region;
    const verdict = hooks.beforeEvent.call({ region, event, payload, session });
    return chain(verdict, (veto) => {
      // While the guard was at work the region may have ended.
      if (this.#region.ended) return void respond(this.#region.lastWord);
      if (isRedirect(veto)) {
        const meta = { to: veto.to };
        return void this.#region.settle(
          { state: undefined, meta, effects: [] },
          undefined,
          respond,
        );
      }
      if (veto) return void respond(refusal(veto));
      return this.#run(handler, event, payload, respond);
    });
  }

  #run(
    handler: EventHandler,
    event: string,
    payload: unknown,
    respond: Respond,
  ): void | Promise<void> {
    const { hooks } = this.#region.services;
    const started = hooks.afterEvent.isUsed() ? performance.now() : 0;
    const turn = new Turn(this.#region, event);
    return runTurn(
      turn,
      this.#region,
      () => handler.handle(turn.live, payload),
      (failure) => {
        if (failure) return this.#failed(failure.cause, respond);
        const settled = this.#region.settle(turn.take(), turn.answer, respond);
        const { info: region, session } = this.#region;
        if (settled && started)
          hooks.afterEvent.call({ region, session, event, payload, micros: microsSince(started) });
      },
    );
  }

  #failed(error: Denial | Redirect | Error, respond: Respond): void {
    if (this.#region.ended) return void respond(this.#region.lastWord);
    respond(refusal(error));
    this.#region.failed(error, 'event');
  }
}

/** The type of the wish for what is at a path, in place of what raised an event. */
export const wholeWish = 'whole';
/** Wishes of the browser's client; that for the markup of an island is the other one. */
const wishes: ReadonlySet<string> = new Set([wholeWish, 'island']);

/** What a schema says of a payload. */
type Verdict = { readonly payload: unknown } | { readonly issues: readonly string[] };

/** Asks a schema. @throws what the schema throws */
function judge(schema: StandardSchemaV1, value: unknown): Verdict | Promise<Verdict> {
  const result = schema['~standard'].validate(value);
  return isThenable(result) ? settle(result).then(toVerdict) : toVerdict(result);
}

const toVerdict = (result: StandardSchemaV1.Result<unknown>): Verdict =>
  result.issues ? { issues: result.issues.map(issueText) } : { payload: result.value };

/** What a schema does not like, and where. */
function issueText({ path = [], message }: StandardSchemaV1.Issue): string {
  const at = path.map((step) => String(typeof step === 'object' ? step.key : step)).join('.');
  return at === '' ? String(message) : `${at}: ${message}`;
}
