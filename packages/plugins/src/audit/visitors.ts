import type { LiveSession, Locals, Session } from '@skerry/kit';

import type { AuditFields } from './record.js';

/** What a record says of the visitor in whose name something happened. */
export type VisitorFields = Pick<AuditFields, 'actor' | 'address' | 'request' | 'trace'>;

/** Tells who a visitor is, by the data that guards have set: the id of the user, or `undefined`. */
export type ActorFunction = (locals: Locals) => string | undefined;

/** Remembers where requests and connections come from, by their locals: hooks of regions are told nothing but these. */
export class Visitors {
  readonly #actorOf: ActorFunction;
  readonly #known = new WeakMap<Locals, VisitorFields>();

  constructor(actorOf: ActorFunction = userId) {
    this.#actorOf = actorOf;
  }

  /** Takes a request, or the upgrade to a connection. */
  noteRequest(locals: Locals, request: Request): void {
    this.#known.set(locals, requestFields(request));
  }

  /** The fields of a record about somebody with these locals; never throws. */
  fieldsOf(locals: Locals | undefined, request?: Request): VisitorFields {
    const known = (locals && this.#known.get(locals)) ?? (request ? requestFields(request) : {});
    return { ...known, actor: locals && this.#actor(locals) };
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

/** The trace id in a `traceparent` (W3C Trace Context, 3.2). */
const traceparent = /^[\da-f]{2}-([\da-f]{32})-[\da-f]{16}-[\da-f]{2}/;

function requestFields(request: Request): VisitorFields {
  const { headers } = request;
  return {
    address: (request as { ip?: string }).ip,
    request: headers.get('x-request-id') ?? undefined,
    trace: traceparent.exec(headers.get('traceparent') ?? '')?.[1],
  };
}

/** The id of a session that there is already: to read the id of a request's session would begin one. */
export const sessionIdOf = (session: LiveSession | Session | undefined): string | undefined =>
  session && 'held' in session ? session.held?.id : session?.id;
