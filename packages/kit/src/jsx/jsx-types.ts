import type { DeepReadonly, PlainData } from '../core/plain-types.js';
import type { Bindable } from '../template/binding.js';
import type { LiveElement, liveView } from '../template/live.js';
import type { Child } from '../template/child.js';
import type { PageChild } from '../template/suspense.js';
import type { HtmlAttributes, HtmlElements } from './html-elements.js';
import type { PropsOf, RendersVNodes } from './island-types.js';
import type { Attribute, ClassValue, StyleValue } from './jsx-attributes.js';
import type { MathMlElements, SvgElements } from './svg-elements.js';

/**
 * A live view as a tag, with props of type `P`. TypeScript takes an object as a tag only if it can be constructed;
 * `abstract` keeps authors from doing it.
 */
export interface ViewTag<P> extends Constructed<DeepReadonly<PlainData<P>>> {
  readonly [liveView]: true;
}

type Constructed<P> = abstract new (props: P) => LiveElement;

/** The types of JSX under `jsxImportSource: "@skerry/kit"`. */
export declare namespace JSX {
  type Element = Child;

  /** A component may be one of Preact or React, an island; whether it returns what can be shown, its props tell. */
  type ElementType =
    | keyof IntrinsicElements
    | ((props: never) => unknown)
    | RendersVNodes
    | ViewTag<never>;

  interface ElementChildrenAttribute {
    children: unknown;
  }

  /** The props of a component, and a key for all that have no `key` of another meaning, as `<For>` has. */
  type LibraryManagedAttributes<Component, Props> = 'key' extends keyof Props
    ? PropsOf<Component, Props>
    : PropsOf<Component, Props> & { readonly key?: string | number };

  interface IntrinsicElements extends HtmlElements, SvgElements, MathMlElements {
    [custom: `${string}-${string}`]: CustomAttributes;
  }

  /** The attributes of an author's own element. */
  interface CustomAttributes extends HtmlAttributes {
    children?: PageChild;
    [attribute: string]:
      | Attribute<string | number | boolean | Bindable>
      | ClassValue
      | StyleValue
      | PageChild;
  }
}
