import { bad, members, spread } from '../check-plan.js';
import type { Spread } from '../plan.js';

/** A rule for requests that the app makes. The first rule that fits a request counts. */
export interface HttpRule {
  /** The origin that is asked: `https://api.example.org`, or a pattern of origins. */
  readonly origin: string | RegExp;
  /** Path and query; all, unless it is set. */
  readonly path?: string | RegExp;
  /** The method; all, unless it is set. */
  readonly method?: string;
  /** The probability that the rule meets a request that fits; 1, unless it is set. */
  readonly chance?: number;
  /** The number of requests that the rule meets; all, unless it is set. */
  readonly times?: number;
  /** The time that the answer takes longer. A rule with nothing else delays the answer of the origin itself. */
  readonly delay?: Spread;
  /** The status of the answer, in place of one of the origin. */
  readonly status?: number;
  /** The body of that answer. */
  readonly body?: string;
  /** The headers of that answer. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The code with which the request fails: `ECONNREFUSED`, `ECONNRESET`, `UND_ERR_CONNECT_TIMEOUT`, … */
  readonly error?: string;
}

/** The faults of HTTP that the app asks others by, through Node's `fetch` or `undici`. */
export interface HttpFaults {
  readonly rules?: readonly HttpRule[];
  /** The hosts with ports (`api.example.org:443`, as undici writes them) that requests without a rule may reach; none, unless it is set. */
  readonly allow?: readonly (string | RegExp)[];
  /** True if requests without a rule may reach every host. */
  readonly passThrough?: boolean;
  /** A file to which the answers of others are written, at the stop. Secrets are redacted. */
  readonly record?: string;
  /** A file of recorded answers, which answer requests without a rule. */
  readonly playBack?: string;
}

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

type Check = (value: unknown, at: string) => void;

const list =
  (check: Check): Check =>
  (value, at) => {
    if (!Array.isArray(value)) throw bad(at, value, 'an array');
    value.forEach((item, i) => check(item, `${at}[${i}]`));
  };

const text =
  (wanted: string, orPattern = false): Check =>
  (value, at) => {
    if (typeof value !== 'string' && !(orPattern && value instanceof RegExp))
      throw bad(at, value, wanted);
  };

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
    chance: (chance, where) => {
      if (typeof chance !== 'number' || !(chance >= 0 && chance <= 1))
        throw bad(where, chance, 'a probability from 0 to 1');
    },
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
