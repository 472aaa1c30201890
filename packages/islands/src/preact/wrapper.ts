import type { ComponentChildren, VNode } from 'preact';

/** Wraps the component of every island. `useLive` installs it, so that only pages which use that load it. */
export const wrapper: { wrap?: (host: HTMLElement, root: VNode) => ComponentChildren } = {};
