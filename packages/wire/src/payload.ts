import { isRecord } from './json.js';
import type { WireLimits } from './limits.js';
import {
  type Address,
  type EventPayload,
  type JoinPayload,
  type Ref,
  WireError,
} from './message.js';

/** Tells whether a value can be a name on the wire: a non-empty string within its bound. */
export const isName = (value: unknown, limits: WireLimits): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= limits.maxName;

/** Reads the payload of a join; `answerTo` says whom a fault is answered. */
export function readJoin(
  payload: unknown,
  limits: WireLimits,
  answerTo: { address: Address; ref: Ref },
): JoinPayload | WireError {
  const fault = (reason: string) => new WireError('bad-payload', reason, answerTo);
  if (!isRecord(payload)) return fault('The payload of a join is an object.');
  const { token, have, page } = payload;
  if (typeof token !== 'string' || token.length > limits.maxToken)
    return fault(
      `A join needs the \`token\` of its region, at most ${limits.maxToken} characters.`,
    );
  if (have !== undefined && !isCount(have)) return fault('`have` is the number of a version.');
  if (page !== undefined && !isName(page, limits)) return fault('`page` is a short string.');
  return {
    token,
    ...(have === undefined ? {} : { have }),
    ...(page === undefined ? {} : { page }),
  };
}

/** Reads the payload of an event; `answerTo` says whom a fault is answered. */
export function readEvent(
  payload: unknown,
  limits: WireLimits,
  answerTo: { address: Address; ref: Ref },
): EventPayload | WireError {
  const fault = (reason: string) => new WireError('bad-payload', reason, answerTo);
  if (!isRecord(payload)) return fault('The payload of an event is an object.');
  const { type = 'click', event, value = null, seq } = payload;
  if (!isName(event, limits)) return fault('`event` is the name of an event, a short string.');
  if (!isName(type, limits)) return fault('`type` is a short string.');
  if (seq !== undefined && (!isCount(seq) || seq === 0))
    return fault('`seq` is a number that rises from 1.');
  return { type, event, value, ...(seq === undefined ? {} : { seq }) };
}

/** Tells whether a value is a whole number that can count. */
export const isCount = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0;
