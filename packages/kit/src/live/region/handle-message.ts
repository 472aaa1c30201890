import { chain } from '../../core/now-or-later.js';
import { isDenial } from '../../core/deny.js';
import { estimateBytes } from '../../core/estimate-bytes.js';
import type { RegionInfo } from '../../hooks/payloads.js';
import type { Hooks } from '../../hooks/types.js';
import type { MessageHandler } from '../author/define.js';
import type { Cause } from '../messages/cause.js';
import type { Budget } from './deadline.js';
import type { Outcome } from './handle-event.js';
import { refusal } from './refusal.js';
import { runTurn } from './run-turn.js';
import type { Turn } from './turn.js';

/** The region and hooks around one message. */
export interface MessageScope extends Budget {
  readonly info: RegionInfo;
  readonly hooks: Hooks;
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
): Outcome | undefined | Promise<Outcome> {
  const verdict = scope.hooks.beforeMessage.call({ region: scope.info, topic, message });
  if (isDenial(verdict)) return undefined;
  const payload = verdict ? verdict.value : message;
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
