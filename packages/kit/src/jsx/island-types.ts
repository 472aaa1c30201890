import type { Directives } from '@skerry/islands/directives';

import type { DeepReadonly } from '../core/plain-types.js';
import type { PageChild } from '../template/suspense.js';
import type { KeyedList } from '../template/list/keyed-list.js';

/** The results of components of Preact and React, as far as both agree. */
interface VNode {
  readonly type: unknown;
  readonly props: unknown;
  readonly key: unknown;
}

/** A component that is a class. */
export type RendersVNodes = abstract new (
  props: never,
  ...more: never[]
) => {
  render(...args: never): unknown;
};

/** The result of a component, be it a function or a class. */
type Returned<Component> = Component extends (...args: never) => infer Result
  ? Result
  : Component extends RendersVNodes
    ? ReturnType<InstanceType<Component>['render']>
    : never;

type IsAny<T> = 0 extends 1 & T ? true : false;

/** True if a type allows a vnode. */
type HoldsVNode<T> =
  IsAny<T> extends true ? false : [Extract<T, VNode>] extends [never] ? false : true;

/** The props of a component as a tag takes them: those of an island with its directives. */
export type PropsOf<Component, Props> =
  HoldsVNode<Returned<Component>> extends true
    ? IslandProps<Props> & Directives<PageChild>
    : ShownBy<Returned<Component>, Props>;

/** Props of a component whose result can be shown, and nothing that could be given to any other. */
type ShownBy<Result, Props> = [Result] extends [PageChild] ? Props : NoComponent;

interface NoComponent {
  'returns nothing that can be shown': never;
}

type IslandProps<Props> = {
  [Name in keyof Props as Name extends 'ref' ? never : Name]: Prop<Props[Name]>;
};

/** The values of a prop: markup if it takes a vnode, and otherwise data. */
type Prop<T> =
  HoldsVNode<T> extends true
    ? PageChild
    : HoldsNoData<T> extends true
      ? DataOf<T>
      : Given<T> | ListOf<T>;

/** Data, also as a state has it: the browser gets a copy of its own. */
type Given<T> = T extends Whole ? T : DeepReadonly<T>;

/** A `list(…)`, where an array is taken. */
type ListOf<T> =
  IsAny<T> extends true ? never : T extends readonly (infer Item)[] ? KeyedList<Item> : never;

type NoFunction =
  'functions and symbols cannot be sent to a browser: handlers live inside the island';
type NoData = ((...args: never) => unknown) | symbol | (abstract new (...args: never) => unknown);

/** Objects that travel whole; their members do not count. */
type Whole =
  | Date
  | URL
  | URLSearchParams
  | RegExp
  | ReadonlyMap<unknown, unknown>
  | ReadonlySet<unknown>
  | ArrayBufferLike
  | ArrayBufferView
  | { readonly brand: symbol; peek(): unknown };

/** One level fewer of looking into data. */
type Deeper = { 3: 2; 2: 1; 1: 0; 0: never };

/** True if a type contains a function or a symbol: itself, its items or its members, three levels down. */
type HoldsNoData<T, Level extends keyof Deeper = 3> = true extends Fault<T, Level> ? true : false;

type Fault<T, Level extends keyof Deeper> =
  IsAny<T> extends true
    ? false
    : T extends NoData
      ? true
      : T extends Whole | string | number | bigint | boolean | null | undefined
        ? false
        : [Deeper[Level]] extends [never]
          ? false
          : T extends readonly (infer Item)[]
            ? Fault<Item, Deeper[Level]>
            : T extends object
              ? { [Name in keyof T]: Fault<T[Name], Deeper[Level]> }[keyof T]
              : false;

/** The data that a type allows; other values may not be given. */
type DataOf<T> = T extends NoData
  ? NoFunction
  : T extends Whole | string | number | bigint | boolean | null | undefined
    ? T
    : T extends readonly (infer Item)[]
      ? readonly DataOf<Item>[]
      : { [Name in keyof T]: DataOf<T[Name]> };
