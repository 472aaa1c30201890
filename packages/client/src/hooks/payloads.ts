import type { sendEvent } from '../send.js';

/** The connection of this page is open. */
export interface ConnectPayload {
  /** True if it was open on this page before. */
  readonly reconnects: boolean;
}

/** The connection of this page was open, and is closed. */
export interface DisconnectPayload {
  /**
   * True if the client opens it again by itself. False if the visitor leaves the page, if no region is left, or if the client is
   * stopped.
   */
  readonly reconnects: boolean;
  /** The close code of the WebSocket (RFC 6455, section 7.4), if the server or the network has closed it. */
  readonly code?: number;
}

/** An update of a region, before or after it changes the page. */
export interface PatchPayload {
  /** The element of the region. */
  readonly host: HTMLElement;
  /** The length of the frame that has brought the update, in bytes of UTF-8. */
  readonly bytes: number;
  /** True if it answers a join: the first update of a region, or one after a loss. */
  readonly joins: boolean;
}

/** An event, before it is sent. */
export interface EventPayload {
  /** The element of the region that takes it. */
  readonly host: HTMLElement;
  /** The kind of its binding: `click` of `lv-click`, and so on. `send` if a script or an island sends it. */
  readonly type: string;
  /** The name of the event in its live view. */
  readonly name: string;
  /**
   * A frozen copy of its payload, as JSON keeps it; `null` without one. Secrets are left out: fields of the type `password`, with
   * `data-secret`, or with an `autocomplete` that says so, and keys pressed in them.
   */
  readonly value: unknown;
  /** The element that has raised it, if an element has. */
  readonly element?: Element;
}

/** The payload of each browser-side hook, by its name. */
export interface BrowserHookPayloads {
  /** The connection has opened. The joins of the regions are sent by then. */
  connect: ConnectPayload;
  /** An open connection was closed, whoever has closed it. The regions show that by then. Attempts that fail call nothing. */
  disconnect: DisconnectPayload;
  /** A region is about to change. A tap looks, and may not change the region. */
  beforePatch: PatchPayload;
  /** The region has changed: its fields, its focus and its scroll position are settled. Called once for each `beforePatch`. */
  afterPatch: PatchPayload;
  /** A visitor, a script or an island has raised an event. Called once for each event, also if it is sent again after a loss. */
  event: EventPayload;
}

/** The name of a browser-side hook. */
export type BrowserHookName = keyof BrowserHookPayloads;

/**
 * A function that a plugin attaches to a browser-side hook. A tap of `event` that returns `false` stops the event.
 * What a tap throws, or rejects with, is written to the console once; other taps and the page go on.
 */
export type BrowserTap<Name extends BrowserHookName> = (
  payload: BrowserHookPayloads[Name],
) => Name extends 'event' ? false | void | Promise<void> : void;

/** A browser-side hook, as a plugin sees it. */
export interface BrowserHook<Name extends BrowserHookName> {
  /**
   * Attaches a function. Taps run in the order of their plugins, then in the order of their calls. A tap is not called for what
   * it causes itself while it runs.
   *
   * @throws TypeError if it is not given a function
   */
  tap(fn: BrowserTap<Name>): void;
}

/** The hooks of the client, by name. */
export type BrowserHooks = { readonly [Name in BrowserHookName]: BrowserHook<Name> };

/** The browser part of a plugin receives this. */
export interface BrowserPluginApi<Options extends object = object> {
  /** The name of the plugin. */
  readonly name: string;
  readonly hooks: BrowserHooks;
  /** The options that the plugin has given to `api.client`, as JSON keeps them. */
  readonly options: Options;
  /** Sends an event to the region around an element, as `sendEvent` of `@skerry/client/send` does. */
  readonly sendEvent: typeof sendEvent;
}

/**
 * The default export of a browser part. It runs once, before the regions of the page start. A part that throws, or rejects, is
 * written to the console, and its taps are not called.
 */
export type BrowserPlugin<Options extends object = object> = (
  api: BrowserPluginApi<Options>,
) => void;
