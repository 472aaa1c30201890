import { options, type VNode } from 'preact';

/** A component of Preact, of either kind. */
export type Component = VNode['type'];

/**
 * Lets elements be made of the newest version of a component. `@prefresh/core` does so for components that are on the page;
 * others are still known to modules by their first version, and may be shown later.
 *
 * @returns a function to report a new version
 */
export function followUpdates(): (before: Component, after: Component) => void {
  const versions = new WeakMap<WeakKey, Component>();
  const make = options.vnode;
  options.vnode = (vnode) => {
    for (
      let next: Component | undefined = vnode.type;
      typeof next === 'function';
      next = versions.get(next)
    )
      vnode.type = next;
    make?.(vnode);
  };
  return (before, after) => {
    if (typeof before === 'function') versions.set(before, after);
  };
}
