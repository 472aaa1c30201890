import type { ComponentChildren, VNode } from 'preact';

/** What stands around the component of every island; only pages that use it load it. */
export const around: { wrap?: (host: HTMLElement, root: VNode) => ComponentChildren } = {};
