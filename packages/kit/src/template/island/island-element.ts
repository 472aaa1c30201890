import { fallbackProp } from '@skerry/islands/directives';
import {
  DirectivesError,
  diffProps,
  encodeProps,
  type IslandDefinition,
  IslandPropsError,
  readDirectives,
} from '@skerry/islands/server';
import type { DataPatch, IslandProps } from '@skerry/wire';

import { fail } from '../../core/errors.js';
import { sameMembers } from '../../core/plain-data.js';
import { htmlText } from '../escape.js';
import { ForRows } from '../list/for-rows.js';
import { ErrorBoundaryElement, FailedElement, SuspenseElement } from '../boundary.js';
import { KeyedList } from '../list/keyed-list.js';
import { LiveElement } from '../live.js';
import { Raw } from '../raw.js';
import { toInstance } from '../list/rows.js';
import { Keyed, Rendered, Template } from '../template.js';

/** An island, as taps see it. */
export interface IslandInfo {
  /** Its name: the path of its file under `src`, without the ending. */
  readonly name: string;
  /** When it hydrates: `load`, `visible`, … */
  readonly strategy: string;
}

/** An island used as a tag: rendered in its place, and hydrated there in the browser. */
export class IslandElement {
  /** Its own markup, where it never hydrates and was rendered: what the next is compared with. */
  own: IslandMarkup | undefined;

  constructor(
    readonly definition: IslandDefinition,
    /** The attributes of its host: its name, and its strategy. */
    readonly attributes: Readonly<Record<string, string>>,
    /** Its props that are data. */
    readonly props: Readonly<Record<string, unknown>>,
    /** Its props that are markup: the content of its slots. */
    readonly slots: ReadonlyMap<string, Rendered>,
  ) {}

  get info(): IslandInfo {
    return { name: this.definition.name, strategy: this.attributes['on'] as string };
  }

  /** True if the server leaves its component to the browser. */
  get isBrowserOnly(): boolean {
    return this.attributes['on'] === 'only';
  }

  /** True if it hydrates in the browser; otherwise only its HTML is sent. */
  get hydrates(): boolean {
    return this.attributes['on'] !== 'none';
  }

  /** Tells whether the other can be patched into this one. */
  isLike(other: IslandElement): boolean {
    return sameMembers(this.attributes, other.attributes);
  }

  /** Its props as they are sent. @throws SkerryError `island-props` */
  encodedProps(): IslandProps {
    return naming(() => encodeProps(this.definition.name, this.props));
  }

  /** The patch from the props of the other to these. @throws SkerryError `island-props` */
  propsSince(before: IslandElement): DataPatch | undefined {
    return naming(() => diffProps(this.definition.name, before.props, this.props));
  }
}

/** Does what props may fail, with our word for it. */
function naming<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof IslandPropsError)) throw error;
    const { island, path, kind: value } = error;
    throw fail('island-props', { island, path, value });
  }
}

/**
 * Makes an island of its tag.
 *
 * @throws SkerryError `island-without-strategy`, `bad-directive`
 */
export function toIsland(
  definition: IslandDefinition,
  given: Readonly<Record<string, unknown>>,
): IslandElement {
  const { strategy, value, priority, rest } = directivesOf(definition, given);
  const attributes: Record<string, string> = { name: definition.name, on: strategy };
  if (value !== undefined) attributes['with'] = htmlText(value);
  if (priority !== undefined) attributes['priority'] = priority;
  const props: Record<string, unknown> = {};
  const slots = new Map<string, Rendered>();
  for (const [name, prop] of Object.entries(rest)) {
    // A browser gets no prop that is undefined; the server must render the same as the browser.
    if (prop === undefined) continue;
    if (isMarkup(prop) || (strategy === 'only' && name === fallbackProp))
      slots.set(name, inSlot(prop));
    else props[name] = prop instanceof KeyedList ? itemsOf(prop) : prop;
  }
  return new IslandElement(definition, attributes, props, slots);
}

function directivesOf(
  { name: island }: IslandDefinition,
  given: Readonly<Record<string, unknown>>,
) {
  try {
    return readDirectives(given);
  } catch (error) {
    if (!(error instanceof DirectivesError)) throw error;
    if (error.reason === 'none') throw fail('island-without-strategy', { island });
    throw fail('bad-directive', { island, problem: error.message });
  }
}

/** The content of a slot: a comment at least, since an empty slot means to the browser that it is gone. */
function inSlot(prop: unknown): Rendered {
  const instance = toInstance(prop);
  return instance.template.statics.join('') || instance.template.parts.length ? instance : nothing;
}

const nothing = new Rendered(new Template(['<!---->'], []), []);

/** Tells whether a prop is markup, and so goes into a slot. */
function isMarkup(prop: unknown): boolean {
  if (typeof prop !== 'object' || prop === null) return false;
  return Array.isArray(prop)
    ? hasMarkup(prop, new Set())
    : kinds.some((kind) => prop instanceof kind);
}

/** Tells whether an array has markup, which may also have itself. */
function hasMarkup(array: readonly unknown[], seen: Set<unknown>): boolean {
  seen.add(array);
  return array.some((item) =>
    Array.isArray(item) ? !seen.has(item) && hasMarkup(item, seen) : isMarkup(item),
  );
}

const kinds = [
  Rendered,
  Keyed,
  Raw,
  ForRows,
  LiveElement,
  IslandElement,
  Promise,
  SuspenseElement,
  ErrorBoundaryElement,
  FailedElement,
];

/** The items of a list, the same array for the same version, so that what has not changed is known at once. */
function itemsOf(list: KeyedList<unknown>): readonly unknown[] {
  const known = items.get(list);
  if (known) return known;
  const made = [...list];
  items.set(list, made);
  return made;
}

const items = new WeakMap<KeyedList<unknown>, readonly unknown[]>();

/** The own markup of an island, cut at its slots. */
export class IslandMarkup {
  constructor(
    /** The markup before, between and after the slots: one part more than there are slots. */
    readonly parts: readonly string[],
    /** Names of the slots that it has rendered, in order. */
    readonly slots: readonly string[],
  ) {}

  /** With its slots empty. */
  get html(): string {
    return this.parts.join('');
  }
}
