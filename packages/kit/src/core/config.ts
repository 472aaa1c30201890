import { type AllowedHosts, toAllowedHosts } from './allowed-hosts.js';
import { type AnswerHeaders, type HeaderOverrides, toAnswerHeaders } from './answer-headers.js';
import { toBase } from './base.js';
import { fail } from './errors.js';
import { type Limits, resolveLimits } from './limits.js';
import { type Log, printableLog } from './log.js';
import { type ProxyTrust, toProxyTrust, type TrustProxy } from './trust-proxy.js';

/** A package of taps and parts, made by calling what `definePlugin` returns. */
export interface Plugin {
  /** Its name, which also names its taps. */
  readonly name: string;
  /** Its version, if it says one. */
  readonly version: string | undefined;
  /** The definition that it was made from, for kit. */
  readonly definition: object;
  /** The options that the app has given, for kit. */
  readonly options: object;
}

/** The options of an app; all have a default, except the secret of an app in production. */
export interface AppConfig {
  /** Plugins, in the order in which their taps run where nothing else orders them. */
  plugins?: readonly Plugin[];
  /** Bounds that differ from the defaults, by name. */
  limits?: Partial<Limits>;
  /** The secret that signs sessions and tokens, ≥ 32 bytes. Of several, the first signs; all are accepted. */
  secret?: string | readonly string[];
  /**
   * Hosts that the app answers for, without port; `.example.org` is that domain and all below it. Requests for others are
   * refused with 421. All by default: then `url.host` is whatever a visitor sent.
   */
  allowedHosts?: readonly string[];
  /** Origins beside the app's own whose pages may connect and change things, such as `https://www.example.org`. */
  allowedOrigins?: readonly string[];
  /**
   * The proxies before the app whose `X-Forwarded-For`, `-Proto` and `-Host` count: how many there are (`true` is one), or
   * their IP addresses and ranges, such as `10.0.0.0/8` or `loopback`. None by default.
   */
  trustProxy?: TrustProxy;
  /** Headers of every answer, by name; `false` takes away one that the app would send by default. */
  headers?: HeaderOverrides;
  /**
   * The reaction to an error that nothing catches, as in a timer: `contain`, the default, keeps the
   * process alive, up to the limit `maxPanics`; `exit` stops it at the first, as SIGTERM does, with the exit code 1.
   */
  uncaughtErrors?: 'contain' | 'exit';
  /**
   * True if pages that have to wait for something name their styles and scripts before, in an answer 103 (RFC 8297). Only
   * navigations over HTTP/2 get it: those that reach the app so, and those over HTTPS that a trusted proxy passes on.
   */
  earlyHints?: boolean;
  /**
   * Has browsers load the app's pages before a visitor goes to them: `prefetch` loads the document once the pointer rests on its
   * link, `prerender` the whole page. None by default.
   */
  speculation?: 'prefetch' | 'prerender';
  /** The destination of messages; `console` by default. Each is one text that is safe to show, with its line breaks indented. */
  log?: Log;
}

/** The options of an app, checked and complete. */
export interface ResolvedConfig {
  readonly plugins: readonly Plugin[];
  readonly limits: Limits;
  readonly secrets: readonly string[];
  readonly allowedHosts: AllowedHosts;
  readonly allowedOrigins: ReadonlySet<string>;
  readonly trustProxy: ProxyTrust;
  readonly headers: AnswerHeaders;
  readonly uncaughtErrors: 'contain' | 'exit';
  readonly earlyHints: boolean;
  readonly speculation: 'prefetch' | 'prerender' | undefined;
  readonly log: Log;
  /** The path under which the app is; `/` at the root of its host. */
  readonly base: string;
}

/** Declares the options of an app; the default export of `src/app.ts`. */
export const defineApp = (config: AppConfig): AppConfig => config;

/**
 * Checks the options of an app and fills in the defaults. `fallback` holds what the surroundings give: the secret of
 * the environment, or a random one in development, the log, and the path under which the app is.
 */
export function resolveConfig(
  config: AppConfig,
  fallback: { secret?: string | undefined; log: Log; base?: string | undefined },
): ResolvedConfig {
  for (const option of Object.keys(config)) {
    if (!options.includes(option)) throw fail('unknown-option', { option, known: options });
  }
  return {
    plugins: toList('plugins', config.plugins),
    limits: resolveLimits(config.limits),
    secrets: toSecrets(config.secret ?? fallback.secret),
    allowedHosts: toAllowedHosts(
      config.allowedHosts && toList('allowedHosts', config.allowedHosts),
    ),
    allowedOrigins: new Set(toList('allowedOrigins', config.allowedOrigins).map(toOrigin)),
    trustProxy: toProxyTrust(config.trustProxy),
    headers: toAnswerHeaders(config.headers),
    uncaughtErrors: toOneOf(
      'uncaughtErrors',
      ['contain', 'exit'],
      config.uncaughtErrors ?? 'contain',
    ),
    earlyHints: toOneOf('earlyHints', [true, false], config.earlyHints ?? false),
    speculation:
      config.speculation && toOneOf('speculation', ['prefetch', 'prerender'], config.speculation),
    log: printableLog(config.log ?? fallback.log),
    base: toBase(fallback.base),
  };
}

const options: readonly string[] = [
  'plugins',
  'limits',
  'secret',
  'allowedHosts',
  'allowedOrigins',
  'trustProxy',
  'uncaughtErrors',
  'headers',
  'earlyHints',
  'speculation',
  'log',
] satisfies (keyof AppConfig)[];

function toList<Item>(option: string, value: readonly Item[] = []): readonly Item[] {
  if (!Array.isArray(value)) throw fail('bad-option', { option, problem: 'is not an array' });
  return value;
}

function toOneOf<Value>(option: string, values: readonly Value[], value: Value): Value {
  if (values.includes(value)) return value;
  const [first, second] = values.map((each) => JSON.stringify(each));
  throw fail('bad-option', { option, problem: `is neither ${first} nor ${second}` });
}

function toSecrets(secret: AppConfig['secret']): readonly string[] {
  const secrets = secret === undefined || secret === '' ? [] : [secret].flat();
  if (secrets.length === 0) throw fail('missing-secret', {});
  if (!secrets.every((one) => typeof one === 'string')) {
    throw fail('bad-option', {
      option: 'secret',
      problem: 'is not a string or an array of strings',
    });
  }
  return secrets;
}

function toOrigin(origin: string): string {
  const exact = URL.canParse(origin) && new URL(origin).origin;
  // "null" is the origin of sandboxed frames and local files, anybody's pages; a host may be named "*" and is no pattern.
  if (exact !== origin || exact === 'null' || exact.includes('*')) {
    throw fail('bad-option', {
      option: 'allowedOrigins',
      problem: `holds ${JSON.stringify(origin)}, which is not an origin such as "https://www.example.org"`,
    });
  }
  return exact;
}
