import { defineIsland, type Renderer } from '@skerry/islands/server';

import { escapeHtml } from '../src/template/escape.js';

/** The component of an island in tests: props, its slots by name, and what its ids begin with, to markup. */
export type TestComponent<P> = (props: P, slot: (name: string) => string, ids: string) => string;

/** What types take for a vnode. */
export interface TestNode {
  type: unknown;
  props: unknown;
  key: unknown;
}

const renderer: Renderer = {
  render(component, props, slots, ids, _, wrap) {
    const html = (component as TestComponent<typeof props>)(
      props,
      (name) =>
        slots.has(name)
          ? `<skerry-slot name="${escapeHtml(name)}">${slots.get(name)}</skerry-slot>`
          : '',
      ids,
    );
    const root: TestRoot = { html };
    return wrap ? (wrap(root, 'preact', isRoot) as TestRoot).html : html;
  },
};

const isRoot = (value: unknown): boolean => Object.hasOwn(Object(value), 'html');

/** The root of an island that was rendered without a framework. */
export interface TestRoot {
  readonly html: string;
}

/** Makes an island whose component needs no framework. */
export const testIsland = <P>(
  name: string,
  component: TestComponent<P>,
): ((props: P) => TestNode) => {
  const definition = defineIsland({ name, renderer });
  definition.component = component;
  // seam: pages and live views use it as a tag, and never call it
  return definition as never;
};
