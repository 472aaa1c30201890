import type { Locals } from '../core/locals.js';
import type { LiveSession, Session } from '../core/session.js';

/** A region, as taps see it. */
export interface RegionInfo {
  /** Its id, the same as long as it lives. */
  readonly id: string;
  /** Name of its live view. */
  readonly view: string;
  /** Path of the page that it is on. */
  readonly path: string;
  /** The latest props. */
  readonly props: unknown;
}

/** A browser's connection, as taps see it. */
export interface ConnectionInfo {
  /** Its id; a browser that connects again has another one. */
  readonly id: string;
  /** The network of the visitor: an IPv4 address, or the first half of an IPv6 address; empty if unknown. */
  readonly address: string;
}

/** The reason for a refusal, as `onRefuse` names it. */
export type RefusalReason =
  /** A page of another site asked to change something. */
  | 'csrf'
  /** A page of another site asked for a connection. */
  | 'origin'
  /** The host is not one of the app's. */
  | 'host'
  /** There are too many requests, messages or connections. */
  | 'rate-limit'
  /** What was sent cannot be read, or its schema refuses it. */
  | 'invalid-input'
  /** A token is forged, too old, or of another session. */
  | 'bad-token'
  /** A guard has denied the step. */
  | 'denied'
  /** A guard sends the visitor elsewhere. */
  | 'redirected';

/** The step that was refused, as `onRefuse` names it. */
export type RefusedStep =
  | 'request'
  | 'connect'
  | 'join'
  | 'resume'
  | 'mount'
  | 'event'
  | 'post'
  | 'message'
  | 'assign'
  | 'render'
  | 'send'
  | 'frame';

export interface WithLocals {
  /** The data that guards share with pages, endpoints and views; a tap may write into it. */
  readonly locals: Locals;
}

export interface OfRequest extends WithLocals {
  /** The request. */
  readonly request: Request;
  /** The address that it asks for. */
  readonly url: URL;
  /** The network of the visitor: an IPv4 address, or the first half of an IPv6 address; empty if unknown. */
  readonly address: string;
  /** The visitor's session, which the tap may renew or end. */
  readonly session: Session;
}

export interface OfRegion {
  /** The region. */
  readonly region: RegionInfo;
}

export interface OfVisit extends OfRegion, WithLocals {
  /** The session that the region belongs to. */
  readonly session: LiveSession;
}

export interface OfConnection extends WithLocals {
  /** The connection. */
  readonly connection: ConnectionInfo;
  /** The session of the connection. */
  readonly session: LiveSession;
}

export interface OfChannel extends OfVisit, OfConnection {}

export interface OfEvent extends OfVisit {
  /** Name of the event, as the live view declares it. */
  readonly event: string;
  /** The payload, as the schema of the event returned it; without the secret fields of a form. */
  readonly payload: unknown;
}

export interface OfMessage {
  /** The topic. */
  readonly topic: string;
  /** The message, as it was published. */
  readonly message: unknown;
}

export interface OfPatch extends OfRegion {
  /** The members of the state that are set, with their values. */
  readonly patch: Readonly<Record<string, unknown>>;
}

export interface Timed {
  /** Microseconds that it took. */
  readonly micros: number;
}
