import { type LiveSession, type Locals, type Session, traceOf } from '@skerry/kit';

import type { AuditFields } from './record.js';

/** What a record says of the visitor in whose name something happened. */
export type VisitorFields = Pick<AuditFields, 'actor' | 'address' | 'request' | 'trace'>;

/** Tells who a visitor is, by the data that guards have set: the id of the user, or `undefined`. */
export type ActorFunction = (locals: Locals) => string | undefined;

/** Remembers where requests and connections come from, by their locals: hooks of regions are told nothing but these. */
export class Visitors {
  readonly #actorOf: ActorFunction;
  readonly #addresses = new WeakMap<Locals, string>();

  constructor(actorOf: ActorFunction = userId) {
    this.#actorOf = actorOf;
  }

  /** Takes a request, or the upgrade to a connection. */
  noteRequest(locals: Locals, request: Request): void {
    const address = addressOf(request);
    if (address !== undefined) this.#addresses.set(locals, address);
  }

  /** The fields of a record about somebody with these locals; never throws. */
  fieldsOf(locals: Locals | undefined, request?: Request): VisitorFields {
    const address = (locals && this.#addresses.get(locals)) ?? (request && addressOf(request));
    const trace = locals && traceOf({ locals });
    const actor = locals && this.#actor(locals);
    return { address, request: trace?.requestId, trace: trace?.traceId, actor };
  }

  #actor(locals: Locals): string | undefined {
    try {
      return this.#actorOf(locals);
    } catch {
      return undefined;
    }
  }
}

/** The id of the user, as the auth plugin sets it. */
function userId(locals: Locals): string | undefined {
  const { user } = locals as { user?: { id?: unknown } };
  return typeof user?.id === 'string' || typeof user?.id === 'number' ? String(user.id) : undefined;
}

const addressOf = (request: Request): string | undefined => (request as { ip?: string }).ip;

/** The id of a session that there is already: to read the id of a request's session would begin one. */
export const sessionIdOf = (session: LiveSession | Session | undefined): string | undefined =>
  session && 'held' in session ? session.held?.id : session?.id;
