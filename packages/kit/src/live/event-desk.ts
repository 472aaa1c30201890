import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { EventPayload } from '@skerry/wire';

import { chain } from '../core/chain.js';
import { isRedirect } from '../core/deny.js';
import { fail } from '../core/errors.js';
import type { EventHandler } from './define.js';
import { microsSince } from './display.js';
import type { Answer, Respond } from './outlet.js';
import { refusal, tooMany } from './refusal.js';
import type { Region } from './region.js';
import { runTurn } from './run-turn.js';
import { Turn } from './turn.js';
import { withinBudget } from './within-budget.js';

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

  take(payload: EventPayload, respond: Respond): void {
    const { view, queue, services } = this.#region;
    const isWish = payload.type === wishType;
    const handler = isWish ? undefined : view.events.get(payload.event);
    if (!handler && !isWish) {
      const unknown = fail('unknown-event', { view: view.id, event: payload.event });
      this.#region.report(unknown, 'event');
      return void respond(refusal(unknown));
    }
    if (queue.length >= services.limits.regionQueue) return void respond(tooMany);
    queue.add(() => this.#handle(handler, payload, respond));
  }

  /** Handles an event; without a handler it is the wish for an island's markup. */
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
    if (!handler.schema && !this.#region.services.hooks.beforeEvent.isUsed())
      return this.#run(handler, payload.event, payload.value, once);
    return this.#admit(handler, payload, once);
  }

  #wish({ event: path, value }: EventPayload, respond: Respond, postpone: Respond): void {
    const { display } = this.#region;
    if (value === true)
      return void this.#region.rendering(() => display.wish(path, respond, postpone), respond);
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
    const checked = handler.schema ? validate(handler.schema, value) : { value };
    if (checked instanceof Promise)
      return withinBudget(this.#region, event, checked, () => {}).then(
        (result) => this.#guard(handler, event, result, respond),
        (error: unknown) => this.#failed(error, respond),
      );
    return this.#guard(handler, event, checked, respond);
  }

  #guard(
    handler: EventHandler,
    event: string,
    checked: StandardSchemaV1.Result<unknown> | Failed,
    respond: Respond,
  ): void | Promise<void> {
    const { hooks } = this.#region.services;
    if ('thrown' in checked) return this.#failed(checked.thrown, respond);
    if (checked.issues) {
      const issues = checked.issues.map(issueText);
      const invalid = fail('invalid-payload', { view: this.#region.view.id, event, issues });
      this.#region.report(invalid, 'event');
      return void respond(refusal(invalid));
    }
    const { value: payload } = checked;
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

  #failed(error: unknown, respond: Respond): void {
    if (this.#region.ended) return void respond(this.#region.lastWord);
    respond(refusal(error));
    this.#region.failed(error, 'event');
  }
}

/** What the wish for an island's markup has as its type, in place of what raised it. */
const wishType = 'island';

/** A schema that threw instead of judging. */
interface Failed {
  thrown: unknown;
}

function validate(
  schema: StandardSchemaV1,
  value: unknown,
): StandardSchemaV1.Result<unknown> | Promise<StandardSchemaV1.Result<unknown>> | Failed {
  try {
    return schema['~standard'].validate(value);
  } catch (thrown) {
    return { thrown };
  }
}

/** What a schema does not like, and where. */
function issueText({ path = [], message }: StandardSchemaV1.Issue): string {
  const at = path.map((step) => String(typeof step === 'object' ? step.key : step)).join('.');
  return at === '' ? message : `${at}: ${message}`;
}
