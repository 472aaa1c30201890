import type { Spread } from '../pace.js';

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
