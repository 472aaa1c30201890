import type { Dispatcher, MockAgent } from 'undici';

import { drawTime, type Pace, wait } from '../pace.js';
import type { Seeded } from '../seeded.js';
import type { HttpRule } from './http-faults.js';
import { reservedOrigin } from './prove.js';
import type { Exchange } from './recording.js';
import { redactPath } from './redact.js';

/** The parts that rules of outbound HTTP need. */
export interface HttpRuleOptions {
  readonly random: Seeded;
  readonly pace: Pace;
  /** Tells whether rules are in force; without them requests pass as if no rule fitted. */
  isActive(): boolean;
  /** Counts a fault. */
  note(fault: string): void;
}

type Dispatch = Dispatcher['dispatch'];
/** A request, as undici asks about it. */
type Asked = Pick<Dispatcher.DispatchOptions, 'path' | 'method'> & { origin?: unknown };

/** A rule with its draws and the requests that it may still meet. */
interface Standing {
  readonly rule: HttpRule;
  readonly chance: Seeded;
  readonly delay: Seeded;
  left: number;
}

/** Decides how each request is answered: by a rule, by a recorded answer, or by the origin itself. */
export class HttpRules {
  readonly #options: HttpRuleOptions;
  readonly #rules: Standing[];
  /** Recorded answers in order. Of a kind, each is taken once, and the last stays. */
  readonly #recorded: Exchange[];
  /** The rule or recorded answer of the request that is being dispatched. */
  #decision: HttpRule | Exchange | undefined;

  constructor(rules: readonly HttpRule[], recorded: readonly Exchange[], options: HttpRuleOptions) {
    this.#options = options;
    this.#recorded = [...recorded];
    this.#rules = rules.map((rule, i) => {
      const random = options.random.fork(`rule ${i}`);
      const left = rule.times ?? Infinity;
      return { rule, chance: random.fork('chance'), delay: random.fork('delay'), left };
    });
  }

  /** True while a request is dispatched that its origin does not answer. */
  get answers(): boolean {
    return this.#decision !== undefined;
  }

  /** Has a mock answer as is decided. */
  register(mock: MockAgent): void {
    const any = () => true;
    const pool = mock.get(any);
    for (const { rule, delay } of this.#rules) {
      const interceptor = pool.intercept({
        path: any,
        method: any,
        headers: () => this.#decision === rule,
      });
      if (rule.error !== undefined) interceptor.replyWithError(failureOf(rule.error)).persist();
      else if (rule.status !== undefined)
        interceptor
          // seam: undici waits for a promise of data, which its types do not know
          .reply(rule.status, (() => this.#bodyOf(rule, delay)) as unknown as () => string, {
            headers: { ...rule.headers },
          })
          .persist();
    }
    for (const exchange of new Set(this.#recorded))
      pool
        .intercept({ path: any, method: any, headers: () => this.#decision === exchange })
        .reply(exchange.status, Buffer.from(exchange.body, exchange.encoding), {
          headers: { ...exchange.headers },
        })
        .persist();
  }

  /** The interceptor that decides about requests, before the mock sees them. */
  readonly decideRequests =
    (dispatch: Dispatch): Dispatch =>
    (options, handler) => {
      const { rule, delay } = this.#ruleOf(options) ?? {};
      if (rule && delay && rule.status === undefined && rule.error === undefined) {
        this.#options.note('http delay');
        const later = (): void => void dispatch(options, handler);
        void wait(this.#options.pace, drawTime(delay, rule.delay)).then(later);
        return true;
      }
      this.#decision = rule ?? this.#recordedFor(options);
      if (rule) this.#options.note(rule.error === undefined ? 'http status' : 'http error');
      try {
        return dispatch(options, handler);
      } finally {
        this.#decision = undefined;
      }
    };

  async #bodyOf({ body = '', delay }: HttpRule, draws: Seeded): Promise<string> {
    const time = drawTime(draws, delay);
    if (time > 0) await wait(this.#options.pace, time);
    return body;
  }

  #ruleOf(request: Asked): Standing | undefined {
    // The proof at the start meets no rule.
    if (!this.#options.isActive() || request.origin === reservedOrigin) return undefined;
    const met = this.#rules.find(
      ({ rule, chance, left }) =>
        left > 0 &&
        fits(rule, request) &&
        (rule.chance === undefined || chance.chance(rule.chance)),
    );
    if (met) met.left--;
    return met;
  }

  #recordedFor({ origin, path, method }: Asked): Exchange | undefined {
    const asked = redactPath(path);
    const isAsked = (each: Exchange) =>
      each.origin === String(origin) && each.path === asked && each.method === method;
    const at = this.#recorded.findIndex(isAsked);
    const found = this.#recorded[at];
    if (found && this.#recorded.findLastIndex(isAsked) > at) this.#recorded.splice(at, 1);
    return found;
  }
}

const fits = ({ origin, path, method }: HttpRule, request: Asked): boolean =>
  matches(origin, String(request.origin)) &&
  matches(path, request.path) &&
  matches(method?.toUpperCase(), request.method);

const matches = (wanted: string | RegExp | undefined, text: string): boolean =>
  // A pattern with the flag `g` would go on where it stopped.
  wanted === undefined || (typeof wanted === 'string' ? wanted === text : text.search(wanted) >= 0);

/** An error as Node and undici throw it. */
const failureOf = (code: string): Error =>
  Object.assign(new Error(`Chaos has failed the request with ${code}.`), { code });
