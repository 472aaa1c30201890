import type { RequestOrigin } from '../../core/incoming-request.js';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

import { type Codec, codecOf } from '@skerry/wire';

import { chain } from '../../core/now-or-later.js';
import type { Limits } from '../../core/limits.js';
import type { Locals } from '../../core/locals.js';
import { createLocals } from '../../core/trace.js';
import { networkOf } from '../../core/network.js';

import type { AskingPage, RequestPolicy } from '../../core/request-policy.js';
import type { RequestSession } from '../../core/request-session.js';
import type { KnownSession } from '../../core/session.js';
import type { RefusalReason } from '../../hooks/subjects.js';
import type { Hooks } from '../../hooks/types.js';
import { channels } from '../../tracing/channels.js';
import { traceparentOf, traceUpgrade } from './trace-upgrade.js';
import { Occupancy } from '../occupancy.js';

/** Dependencies of the handshake. */
export interface HandshakeOptions {
  readonly limits: Limits;
  readonly hooks: Hooks;
  /** The data of the app, which all connections inherit. */
  readonly locals?: Locals | undefined;
  /** Decides who may connect. */
  readonly policy: RequestPolicy;
  /** The session of a request. A new one can join the regions in the files of pages, and no others. */
  sessionOf(request: IncomingMessage, from: RequestOrigin): RequestSession;
}

/** A request for a connection that is granted. */
export interface Granted {
  readonly session: KnownSession;
  readonly codec: Codec;
  /** Network of the visitor. */
  readonly address: string;
  readonly locals: Locals;
  /** The `Set-Cookie` header of a session that begins, or that needs a younger cookie. */
  readonly cookie: string | undefined;
}

/** A request for a connection that is refused. */
export interface Refused {
  readonly status: number;
  readonly reason: string;
}

/** Decides about requests for connections, for every transport alike: codec, host, page, number, session and guards. */
export class Handshake {
  readonly #options: HandshakeOptions;
  readonly #occupancy: Occupancy;
  #isClosed = false;

  constructor(options: HandshakeOptions) {
    this.#options = options;
    this.#occupancy = new Occupancy(options.limits, options.hooks);
  }

  /** Grants or refuses a connection. It counts as open from then on, until its socket is closed. */
  openConnection(
    request: IncomingMessage,
    socket: Duplex,
  ): Granted | Refused | Promise<Granted | Refused> {
    return channels.request.hasSubscribers
      ? traceUpgrade(request, (trace) => this.#decide(request, socket, this.#localsOf(trace)))
      : this.#decide(request, socket, this.#localsOf(traceparentOf(request)));
  }

  #localsOf(origin: Parameters<typeof createLocals>[0]): Locals {
    return createLocals(origin, this.#options.locals);
  }

  #decide(
    request: IncomingMessage,
    socket: Duplex,
    locals: Locals,
  ): Granted | Refused | Promise<Granted | Refused> {
    const { policy, sessionOf } = this.#options;
    const version = new URL(request.url ?? '/', 'http://host.invalid').searchParams.get('vsn');
    const codec = codecOf(version);
    if (!codec) return { status: 403, reason: 'Unknown vsn.' };
    const from = policy.originOf(request);
    if ('status' in from)
      return this.#refuse('host', from, { address: request.socket.remoteAddress ?? '' });
    const foreign = policy.pageRefusal(pageOf(request), from);
    if (foreign !== undefined)
      return this.#refuse('origin', { status: 403, reason: foreign }, from);
    const session = sessionOf(request, from);
    const address = networkOf(from.address);
    const full = this.#occupancy.enter(socket, address, session.held?.id);
    if (full) return this.#refuse('rate-limit', full, from);
    return chain(this.#askGuards(request, from, session, locals, codec), (reason) => {
      if (this.#isClosed) return { status: 503, reason: 'The server stops.' };
      if (reason !== undefined) return { status: 403, reason };
      // The browser tries again, with the cookie that it is about to get.
      if (session.isPassing) return { status: 503, reason: 'The session was renewed. Try again.' };
      const known = session.bind();
      return { session: known, codec, address, locals, cookie: session.answer(false)?.header };
    });
  }

  /** Tells the taps of a refusal that no guard has decided. */
  #refuse(
    reason: RefusalReason,
    refused: Refused,
    { address }: Pick<RequestOrigin, 'address'>,
  ): Refused {
    const { reason: message } = refused;
    this.#options.hooks.onRefuse.call({ reason, step: 'connect', message, address });
    return refused;
  }

  /** Refuses connections from now on, also those whose guards are at work. */
  closeHandshake(): void {
    this.#isClosed = true;
  }

  /** Asks the guards; returns the reason if one refuses. */
  #askGuards(
    request: IncomingMessage,
    from: RequestOrigin,
    session: RequestSession,
    locals: Locals,
    { version }: Codec,
  ): string | undefined | Promise<string | undefined> {
    const { beforeRequest, beforeConnect } = this.#options.hooks;
    if (!beforeRequest.isUsed() && !beforeConnect.isUsed()) return undefined;
    const headers = new Headers(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    );
    const url = new URL(request.url as string, from.origin);
    const upgrade = Object.assign(new Request(url, { headers }), { ip: from.address });
    const asked = beforeRequest.call({
      request: upgrade,
      url,
      address: networkOf(from.address),
      session,
      locals,
    });
    const reasonOf = (veto: Awaited<typeof asked>) =>
      veto && ('reason' in veto ? veto.reason : 'Go elsewhere.');
    return chain(asked, (veto) =>
      veto
        ? reasonOf(veto)
        : chain(beforeConnect.call({ headers, session, locals, version }), reasonOf),
    );
  }
}

const pageOf = ({ headers }: IncomingMessage): AskingPage => ({
  origin: headers.origin,
  site: headers['sec-fetch-site'] as string | undefined,
});
