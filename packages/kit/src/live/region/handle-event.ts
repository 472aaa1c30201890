import { isRecord, postField } from '@skerry/wire';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { Issue, Refusal } from '@skerry/wire';

import { checkValue, issueText, plainIssues } from '../../core/check-value.js';
import { chain } from '../../core/now-or-later.js';
import { type Denial, isRedirect, type Redirect } from '../../core/deny.js';
import { fail } from '../../core/errors.js';
import type { Locals } from '../../core/locals.js';
import type { LiveSession } from '../../core/session.js';
import { caught } from '../../core/thrown.js';
import type { RegionInfo } from '../../hooks/subjects.js';
import type { Hooks } from '../../hooks/types.js';
import type { EventHandler } from '../author/define.js';
import type { Reply } from '../render/update-sink.js';
import { type Budget, withinDeadline } from './deadline.js';
import type { GuardedDetails } from './region-record.js';
import { notJoined, refusal } from './refusal.js';
import { runTurn } from './run-turn.js';
import type { Staged, Turn } from './turn.js';

type Veto = Denial | Redirect;

/** The region, session and hooks around one event. */
export interface EventScope extends Budget {
  readonly info: RegionInfo;
  readonly session: LiveSession;
  readonly locals: Locals;
  readonly hooks: Hooks;
  /** Is true once the region has ended: then the outcome is not used. */
  readonly ended: boolean;
  /** True if the page or the view has a guard. */
  readonly isGuarded: boolean;
  askGuards(step: 'event', details: GuardedDetails): Veto | undefined | Promise<Veto | undefined>;
  startTurn(handler: string): Turn;
}

/** The result of an event or a message: changes to commit, or a refusal. */
export type Outcome =
  | { readonly staged: Staged; readonly reply?: unknown; readonly run?: Run }
  | {
      readonly refused: Reply;
      readonly failure?: Denial | Redirect | Error;
      /** The changes of the view's `invalid`, which has taken the issues of a schema. */
      readonly shown?: Staged;
    };

/** A handler that ran: its input, and its start by `performance.now()`; 0 if no hook needs the time. */
export interface Run {
  /** As plugins see it. */
  readonly payload: unknown;
  readonly started: number;
}

/** Passes an event through its schema and its guards to its handler; synchronous if all of them are. */
export function handleEvent(
  scope: EventScope,
  handler: EventHandler,
  event: string,
  value: unknown,
): Outcome | Promise<Outcome> {
  const isFree = handler.guards.length === 0 && !scope.isGuarded;
  if (isFree && !handler.schema && !scope.hooks.beforeEvent.isUsed())
    return callHandler(scope, handler, event, value);
  let verdict: Verdict | Promise<Verdict>;
  try {
    verdict = handler.schema ? judge(handler.schema, value) : { payload: value };
  } catch (thrown) {
    return failed(thrown);
  }
  if (verdict instanceof Promise)
    return withinDeadline(scope, event, verdict, () => {}).then(
      (judged) => guardEvent(scope, handler, event, judged),
      failed,
    );
  return guardEvent(scope, handler, event, verdict);
}

function guardEvent(
  scope: EventScope,
  handler: EventHandler,
  event: string,
  judged: Verdict,
): Outcome | Promise<Outcome> {
  const { info: region, session, locals, hooks } = scope;
  const refused = 'issues' in judged && refuseEvent(scope, handler, event, judged.issues);
  if (refused && !handler.invalid) return { refused: { error: refused } };
  const payload = 'payload' in judged ? disclosed(handler, judged.payload) : undefined;
  const { guards } = handler;
  const asked = chain(
    hooks.beforeEvent.call({ region, event, payload, session, locals }),
    (veto) => veto ?? scope.askGuards('event', { guards, event, payload }),
  );
  return chain(asked, (veto) => {
    if (scope.ended) return { refused: { error: notJoined } };
    if (isRedirect(veto))
      return { staged: { state: undefined, meta: { to: veto.to }, effects: [] } };
    if (veto) return { refused: refusal(veto) };
    return 'payload' in judged
      ? callHandler(scope, handler, event, judged.payload)
      : callInvalid(scope, handler, event, refused as InvalidRefusal);
  });
}

type InvalidRefusal = Refusal & { readonly issues: readonly Issue[] };

/** Tells plugins that a schema refuses a payload, and the log, unless the view takes the issues. */
function refuseEvent(
  scope: EventScope,
  { invalid }: EventHandler,
  event: string,
  found: readonly StandardSchemaV1.Issue[],
): InvalidRefusal {
  const { info: region, session, locals, hooks } = scope;
  const issues = plainIssues(found);
  const fault = fail('invalid-payload', {
    view: region.view,
    event,
    issues: issues.map(issueText),
  });
  const { code, message } = fault;
  const refused = { reason: 'invalid-input', step: 'event', message, event } as const;
  if (!invalid) scope.reportError(fault, 'event');
  hooks.onRefuse.call({ ...refused, region, session, locals });
  return { code, reason: message, issues };
}

/** Calls the view's `invalid` with what the schema says of a payload, in a turn of the event. */
function callInvalid(
  scope: EventScope,
  { invalid }: EventHandler,
  event: string,
  error: InvalidRefusal,
): Outcome | Promise<Outcome> {
  const turn = scope.startTurn(event);
  return chain(
    runTurn(turn, scope, () => invalid?.(turn.live, { event, issues: error.issues })),
    (failure) =>
      failure
        ? { refused: refusal(failure.cause), failure: failure.cause }
        : { refused: { error: { ...error, isTaken: true } }, shown: turn.takeStaged() },
  );
}

function callHandler(
  scope: EventScope,
  handler: EventHandler,
  event: string,
  payload: unknown,
): Outcome | Promise<Outcome> {
  const started = scope.hooks.afterEvent.isUsed() ? performance.now() : 0;
  const turn = scope.startTurn(event);
  return chain(
    runTurn(turn, scope, () => handler.handle(turn.live, payload)),
    (failure) =>
      failure
        ? { refused: refusal(failure.cause), failure: failure.cause }
        : {
            staged: turn.takeStaged(),
            reply: turn.answer,
            run: { payload: disclosed(handler, payload), started },
          },
  );
}

/** The payload of an event as plugins see it. */
const disclosed = ({ disclose }: EventHandler, payload: unknown): unknown =>
  disclose ? disclose(payload) : payload;

function failed(thrown: unknown): Outcome {
  const failure = caught(thrown);
  return { refused: refusal(failure), failure };
}

/** The verdict of a schema on a payload. */
type Verdict =
  | { readonly payload: unknown }
  | { readonly issues: readonly StandardSchemaV1.Issue[] };

/** Checks a payload against a schema. @throws errors of the schema */
function judge(schema: StandardSchemaV1, value: unknown): Verdict | Promise<Verdict> {
  return chain(checkValue(schema, value), toVerdict);
}

const toVerdict = (result: StandardSchemaV1.Result<unknown>): Verdict =>
  result.issues ? { issues: result.issues } : { payload: result.value };

/** A payload without the fields for browsers without script, which a form may bring until its page has the code that leaves them out. */
export function withoutPost(value: unknown): unknown {
  if (!isRecord(value) || !Object.hasOwn(value, postField)) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => !name.startsWith(postField)));
}
