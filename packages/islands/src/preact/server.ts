import { type ComponentType, h, isValidElement, options, type VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { slotTag } from '@skerry/wire';

import type { Renderer } from '../server/definition.js';
import { hostInRegion } from '../server/region-on-server.js';
import { wrapper } from './wrapper.js';

// seam: not in Preact's types; boundaries inside an island catch on the server what they catch in the browser
(options as { errorBoundaries?: boolean }).errorBoundaries = true;

/** Renders Preact components. */
export const renderer: Renderer = {
  render(component, props, slots, ids, isInRegion, wrap) {
    const given: Record<string, unknown> = { ...props };
    for (const [name, html] of slots) given[name] = slot(name, html);
    const island = h(component as ComponentType, given);
    const own = (isInRegion && wrapper.wrap?.(hostInRegion, island)) || island;
    const root = wrap ? (wrap(own, 'preact', isValidElement) as Root) : (own as Root);
    root.__m = [ids, 0];
    return renderToString(root);
  },
};

/** seam: `useId` counts in the nearest of these above its component, and Preact has no public name for it. */
type Root = VNode & { __m?: [prefix: string, next: number] };

const slot = (name: string, html: string): VNode =>
  h(slotTag, { name, dangerouslySetInnerHTML: { __html: html } } as object);
