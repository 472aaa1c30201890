import { type Denial, failedDenial, isInterrupt, type Redirect } from './deny.js';
import { describe } from './describe.js';
import { fail } from './errors.js';
import type { Locals } from './locals.js';
import { chain, rescue } from './now-or-later.js';
import type { Cookies } from './request-cookies.js';
import type { LiveSession } from './session.js';
import { toError } from './thrown.js';
import { isThenable, within } from './within.js';

/** The step that a guard of the app decides about. */
export type GuardedStep = 'request' | 'mount' | 'join' | 'resume' | 'event' | 'message';

/** The argument of a guard. */
export interface GuardVisit {
  readonly step: GuardedStep;
  /** The visitor's session; its id is read on demand, so that a page whose guard does not read it stays public. */
  readonly session: LiveSession;
  /** The data that guards share with pages, endpoints and views. */
  readonly locals: Locals;
  /** The path of the page or the endpoint. */
  readonly path: string;
  /** The values of `[name]` and `[...name]` in the path, decoded. */
  readonly params: Readonly<Record<string, string>>;
  /** The URL of the request, with its query; absent for a region: its server knows no query of its page. */
  readonly url?: URL | undefined;
  /** The request; absent for a region. */
  readonly request?: Request | undefined;
  /** The cookies of the request and its answer; absent for a region. */
  readonly cookies?: Cookies | undefined;
  /** The region; absent for a request. */
  readonly region?:
    | { readonly id: string; readonly view: string; readonly props: unknown }
    | undefined;
  /** The event, and its payload, as its schema returned it. */
  readonly event?: string | undefined;
  readonly payload?: unknown;
}

type Veto = Denial | Redirect;
type Answer = Veto | void | null | undefined;

/**
 * Decides whether a visitor may see a page, use a live view or send an event: returns or throws `deny(reason)`,
 * `redirect(path)` or `notFound()`, or returns nothing to go on. A guard that throws anything else refuses.
 */
export type Guard = (visit: GuardVisit) => Answer | PromiseLike<Answer>;

/** The receiver of failures of guards, and the time that one may take, in milliseconds. */
export interface GuardWatch {
  readonly timeout: number;
  failed(error: Error): void;
}

/** Asks guards one after the other; the first veto ends it. Synchronous if all of them are. Never throws or rejects. */
export function askGuards(
  guards: readonly Guard[],
  visit: GuardVisit,
  watch: GuardWatch,
  from = 0,
): Veto | undefined | Promise<Veto | undefined> {
  const guard = guards[from];
  if (!guard) return undefined;
  return chain(askGuard(guard, visit, watch), (veto) =>
    veto ? veto : askGuards(guards, visit, watch, from + 1),
  );
}

const askGuard = (
  guard: Guard,
  visit: GuardVisit,
  { timeout, failed }: GuardWatch,
): Veto | undefined | Promise<Veto | undefined> =>
  rescue(
    () => {
      const answer = guard(visit);
      if (!isThenable(answer)) return vetoOf(answer, visit);
      const late = () =>
        fail('guard-timeout', { step: visit.step, path: visit.path, milliseconds: timeout });
      return within(timeout, answer, late, failed).then((later) => vetoOf(later, visit));
    },
    (thrown) => {
      if (isInterrupt(thrown)) return thrown;
      failed(toError(thrown));
      return failedDenial();
    },
  );

type Place = Pick<GuardVisit, 'step' | 'path'>;

/** @throws SkerryError `bad-guard-answer` */
function vetoOf(answer: unknown, at: Place): Veto | undefined {
  if (isInterrupt(answer)) return answer;
  if (answer === undefined || answer === null) return undefined;
  throw fail('bad-guard-answer', { answer: describe(answer), step: at.step, path: at.path });
}
