import type { VNode } from 'preact';

/** Wraps the component of every island (seam: in a provider, whatever its props are). `useLive` installs it, so that only pages which use that load it. */
export const wrapper: { wrap?: (host: HTMLElement, root: VNode) => VNode<any> } = {};
