import type { DataPatch } from './data-patch.js';

/**
 * The diff grammar: what turns the tree a browser shows into the next one. Plain JSON; `docs/wire.md` holds the
 * grammar in EBNF and the golden fixtures.
 */

/** A template this receiver already knows, by number; or its number and its markup, the first time it is sent. */
export type TemplateRef = number | [number: number, markup: string];

/** A whole instance of a template: the value of every place, in order. `d` is absent when there is none. */
export interface Instance {
  s: TemplateRef;
  d?: PlaceValue[];
}

/** A whole keyed list, in order. */
export interface List {
  r: [key: string, row: Child][];
}

/** Markup that the author vouched for (`unsafeHtml`). */
export interface Raw {
  h: string;
}

/** A region inside this one: its id, its token, and its tree where the receiver has not seen it yet. */
export interface RegionRef {
  v: string;
  k: string;
  c?: Instance;
}

/** An island: the attributes of its host, its props, the markup that it shows, and the content of its slots. */
export interface Island {
  i: {
    /** Attributes of the host but for `props`: `name`, and those of its strategy. */
    a: Record<string, string>;
    /** Absent where it never hydrates. */
    p?: IslandProps;
    /** Its own markup, with its slots empty. */
    h: string;
    /** The content of its slots, by name. */
    x?: Record<string, Instance>;
  };
}

/** Props of an island: JSON where they are that; else typed data, as text. */
export type IslandProps = { [name: string]: unknown } | string;

/** A change of an island: of its props, of the content of its slots, and its own markup if the receiver asked for that. */
export interface IslandChange {
  i: {
    p?: DataPatch;
    h?: string;
    /** `null` if the slot is empty from now on. */
    x?: Record<string, Instance | Diff | null>;
  };
}

/** The value of a child place. A string is always text, never markup. */
export type Child = string | Instance | List | Raw | RegionRef | Island;

/** Attribute names and values; `null` removes one. */
export type Attributes = Record<string, string | null>;

/** An element with changing attributes and, where its only child changes as well, that child. */
export interface ElementValue {
  a: Attributes;
  x?: Child;
}

/** The value of a place in a whole instance. */
export type PlaceValue = Child | ElementValue;

/** One step on a list: remove keys; insert rows before a key; move a key before another; or the new order in whole. */
export type ListStep =
  | ['-', ...keys: string[]]
  | ['+', before: string | null, ...rows: [key: string, row: Child][]]
  | ['>', key: string, before: string | null]
  | ['=', ...keys: string[]];

/** A change of a list: steps, taken in order, then changes inside rows. */
export interface ListPatch {
  l?: ListStep[];
  p?: Record<string, ChildChange>;
}

/** A change of a child place: a new child, or a patch of the one that is there. */
export type ChildChange = Child | Diff | ListPatch | IslandChange;

/** A change of an element's attributes, with that of its only child where that changed too. */
export interface ElementChange {
  a: Attributes;
  x?: ChildChange;
}

/** A change of one place. */
export type Change = ChildChange | ElementChange;

/** A change of an instance: place number to change. */
export interface Diff {
  [place: `${number}`]: Change;
}

/** The effects of an update, at its root, besides changes of the tree. */
export interface UpdateMeta {
  /** The document's title. */
  t?: string;
  /** Events for the page, in order. */
  e?: [name: string, payload: unknown][];
  /** The next URL of the page: a path on this origin. */
  to?: string;
  /** The form whose event this answers shows the server's values again. */
  reset?: true;
}

/** The update of a region in one frame: a diff of its tree, or the whole tree. */
export type Update = (Diff | Instance) & UpdateMeta;

/** A tree as `merge` keeps it: whole, with every template by number and no attribute `null`. */
export interface Tree extends Instance {
  s: number;
  d: PlaceValue[];
}

/** Reads the number of a template, whichever way it was sent. */
export const templateNumber = (ref: TemplateRef): number =>
  typeof ref === 'number' ? ref : ref[0];

/** Tells whether a value is a whole instance. */
export const isInstance = (value: object): value is Instance => 's' in value;

/** Tells whether a value carries attributes of an element. */
export const isElement = <T extends PlaceValue | Change>(
  value: T,
): value is Extract<T, { a: Attributes }> => typeof value === 'object' && 'a' in value;

/** Tells whether a value is a patch of a list. */
export const isListPatch = (value: object): value is ListPatch => 'l' in value || 'p' in value;

/** Tells whether a value is an island, or a change of one. */
export const isIslandPart = (value: object): value is Island | IslandChange => 'i' in value;
