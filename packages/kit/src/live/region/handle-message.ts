import { chain } from '../../core/now-or-later.js';
import { type Denial, isDenial, type Redirect } from '../../core/deny.js';
import type { Locals } from '../../core/locals.js';
import type { LiveSession } from '../../core/session.js';
import { estimateBytes } from '../../core/estimate-bytes.js';
import type { RegionInfo } from '../../hooks/subjects.js';
import type { Hooks } from '../../hooks/types.js';
import type { MessageHandler } from '../author/define.js';
import type { Cause } from '../messages/cause.js';
import type { Budget } from './deadline.js';
import type { Outcome } from './handle-event.js';
import { refusal } from './refusal.js';
import { runTurn } from './run-turn.js';
import type { Turn } from './turn.js';

type Veto = Denial | Redirect;

/** The region and hooks around one message. */
export interface MessageScope extends Budget {
  readonly info: RegionInfo;
  readonly session: LiveSession;
  readonly locals: Locals;
  readonly hooks: Hooks;
  /** True if the page or the view has a guard. */
  readonly isGuarded: boolean;
  askGuards(step: 'message'): Veto | undefined | Promise<Veto | undefined>;
  startTurn(handler: string, cause: Cause): Turn;
}

/** A message of a topic, and its cause. */
export interface Message {
  readonly topic: string;
  readonly message: unknown;
  readonly cause: Cause;
}

/** Passes a message through its guard to its handler; `undefined` if the guard drops it. */
export function handleMessage(
  scope: MessageScope,
  handler: MessageHandler,
  { topic, message, cause }: Message,
): Outcome | undefined | Promise<Outcome | undefined> {
  const { info: region, session, locals } = scope;
  const verdict = scope.hooks.beforeMessage.call({ region, session, locals, topic, message });
  if (isDenial(verdict)) return undefined;
  const payload = verdict ? verdict.value : message;
  const run = () => runHandler(scope, handler, { topic, message: payload, cause });
  return scope.isGuarded
    ? chain(scope.askGuards('message'), (veto) => (veto ? undefined : run()))
    : run();
}

function runHandler(
  scope: MessageScope,
  handler: MessageHandler,
  { topic, message: payload, cause }: Message,
): Outcome | Promise<Outcome> {
  const started = performance.now();
  const turn = scope.startTurn(`message ${topic}`, cause);
  return chain(
    runTurn(turn, scope, () => handler(turn.live, payload, topic)),
    (failure) =>
      failure
        ? { refused: refusal(failure.cause), failure: failure.cause }
        : { staged: turn.takeStaged(), run: { payload, started } },
  );
}

/** The estimated bytes of messages: every busy region asks for them. */
const known = new WeakMap<object, number>();

/** An estimate of the bytes that a message takes. */
export function bytesOfMessage(message: unknown): number {
  if (typeof message !== 'object' || message === null) return estimateBytes(message);
  const bytes = known.get(message) ?? estimateBytes(message);
  known.set(message, bytes);
  return bytes;
}
