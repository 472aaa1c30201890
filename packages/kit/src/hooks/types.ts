import type { Denial, Redirect } from '../core/deny.js';
import type { TapOrder } from './order.js';
import type { HookName, HookPayloads } from './payloads.js';
import type { hookTable } from './table.js';

type Table = typeof hookTable;

/** The value that a tap of a hook may replace. */
export type HookValue<Name extends HookName> = Table[Name] extends { value: infer Member }
  ? HookPayloads[Name][Member & keyof HookPayloads[Name]]
  : never;

type Nothing = void | null | undefined;

interface TapAnswers<Value> {
  guard: Denial | Redirect | Nothing | PromiseLike<Denial | Redirect | Nothing>;
  'sync-guard': Denial | Value | Nothing;
  waterfall: Value | Nothing | PromiseLike<Value | Nothing>;
  'sync-waterfall': Value | Nothing;
  observer: unknown;
  start: unknown;
}

interface CallAnswers<Value> {
  guard: Denial | Redirect | undefined | Promise<Denial | Redirect | undefined>;
  'sync-guard': Denial | { value: Value } | undefined;
  waterfall: Value | Promise<Value>;
  'sync-waterfall': Value;
  observer: void;
  /** Rejected with `start-failed` if a tap failed. */
  start: Promise<void> | undefined;
}

/** The answers that a tap may give. */
export type TapAnswer<Name extends HookName> = TapAnswers<HookValue<Name>>[Table[Name]['kind']];

/** The result of calling a hook; a promise only if a tap was asynchronous. */
export type CallAnswer<Name extends HookName> = CallAnswers<HookValue<Name>>[Table[Name]['kind']];

/** A hook as a plugin sees it. */
export interface PluginHook<Name extends HookName> {
  /** Attaches a function, during setup. */
  tap(fn: (payload: HookPayloads[Name]) => TapAnswer<Name>, order?: TapOrder): void;
  /** Returns true if a tap is attached so far. */
  isUsed(): boolean;
}

/** A hook as kit sees it. */
export interface Hook<Name extends HookName> {
  /** Hands the payload to the taps; never throws. Only the promise of a start may reject. */
  call(payload: HookPayloads[Name]): CallAnswer<Name>;
  /** Returns true if a tap is attached: no costly payload is made without one. */
  isUsed(): boolean;
}

/** All hooks, as a plugin sees them. */
export type PluginHooks = { readonly [Name in keyof HookPayloads]: PluginHook<Name> };

/** All hooks, as kit sees them. */
export type Hooks = { readonly [Name in HookName]: Hook<Name> } & {
  /** Resolves when no asynchronous observer runs any more, within `hookTimeout` each. */
  settled(): Promise<void>;
};
