import { bad, type Check, list, members, probability, spread, text } from '../checks.js';
import type { HttpFaults, HttpRule } from './http-faults.js';

/** Checks the faults of HTTP. @throws ChaosError `chaos-plan` */
export function checkHttpFaults(faults: HttpFaults): void {
  members(faults, 'faults.http', {
    rules: list(checkRule),
    allow: list(text('a host, or a pattern', true)),
    passThrough: (value, at) => {
      if (typeof value !== 'boolean') throw bad(at, value, 'true or false');
    },
    record: text('the name of a file'),
    playBack: text('the name of a file'),
  });
  if (faults.record !== undefined && faults.playBack !== undefined)
    throw bad('faults.http.record', faults.record, 'left out where playBack is set');
}

const count =
  (wanted: string, least: number, most: number): Check =>
  (value, at) => {
    if (!Number.isInteger(value) || (value as number) < least || (value as number) > most)
      throw bad(at, value, wanted);
  };

const checkRule: Check = (value, at) => {
  members(value, at, {
    origin: checkOrigin,
    path: text('a path, or a pattern', true),
    method: text('a method'),
    chance: probability,
    times: count('a number from 1 up', 1, Number.MAX_SAFE_INTEGER),
    delay: spread,
    status: count('a status from 200 to 599', 200, 599),
    body: text('a text'),
    headers: (headers, where) => {
      if (typeof headers !== 'object' || headers === null) throw bad(where, headers, 'an object');
    },
    error: text('the code of an error'),
  });
  const rule = value as HttpRule;
  if (rule.origin === undefined) throw bad(`${at}.origin`, undefined, 'an origin, or a pattern');
  if (rule.status === undefined && rule.error === undefined && rule.delay === undefined)
    throw bad(at, value, 'given a `status`, an `error` or a `delay`');
  if (rule.status !== undefined && rule.error !== undefined)
    throw bad(`${at}.error`, rule.error, 'left out where `status` is set');
  if (rule.delay !== undefined && rule.error !== undefined)
    throw bad(`${at}.delay`, rule.delay, 'left out where `error` is set: a failure comes at once');
};

const checkOrigin: Check = (value, at) => {
  if (value instanceof RegExp) return;
  const isOrigin =
    typeof value === 'string' && URL.canParse(value) && new URL(value).origin === value;
  if (!isOrigin) throw bad(at, value, 'an origin, such as "https://api.example.org", or a pattern');
};
