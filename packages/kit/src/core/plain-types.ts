import type { Loadable } from './loadable.js';

/** Values without members of their own. */
type Scalar = string | number | boolean | bigint | symbol | null | undefined;

/** A type whose members belong to its own functions: a form in the state, a keyed list. */
type IsOpaque<T> = '~opaque' extends keyof T ? true : false;

/** A state as handlers and `render` see it: everything in it is readonly. Dates, forms and keyed lists are as they were made. */
export type DeepReadonly<T> = 0 extends 1 & T // `any`
  ? T
  : [T] extends [Loadable<infer Value>]
    ? [Loadable<Value>] extends [T]
      ? Loadable<DeepReadonly<Value>>
      : Members<T>
    : Members<T>;

type Members<T> = T extends Scalar | Date | ((...args: never) => unknown)
  ? T
  : IsOpaque<T> extends true
    ? T
    : T extends object
      ? { readonly [Name in keyof T]: DeepReadonly<T[Name]> }
      : T;

/**
 * The same state, or props, if everything in it is plain data. Whatever is not has a text as its type, so that the compiler says it: functions,
 * maps, sets, promises and instances of classes, whose methods are functions.
 */
export type PlainData<S> = { [Name in keyof S]: Plain<S[Name], Name & string> };

type Plain<T, Member extends string> = 0 extends 1 & T // `any`
  ? T
  : T extends bigint | symbol
    ? `\`${Member}\` holds a ${T extends bigint ? 'bigint' : 'symbol'}, which is no plain data: keep a text`
    : T extends Scalar | Date
      ? T
      : T extends (...args: never) => unknown
        ? `\`${Member}\` holds a function, or an object with methods: keep plain data, and functions outside of it`
        : T extends Collection
          ? `\`${Member}\` holds a Map or a Set, which is no plain data: keep an array, a record, or list(…)`
          : T extends PromiseLike<unknown>
            ? `\`${Member}\` holds a promise: await it, or load it with load(…)`
            : IsOpaque<T> extends true
              ? T
              : T extends object
                ? { [Name in keyof T]: Plain<T[Name], Member> }
                : T;

type Collection =
  | ReadonlyMap<unknown, unknown>
  | ReadonlySet<unknown>
  | WeakMap<WeakKey, unknown>
  | WeakSet<WeakKey>;
