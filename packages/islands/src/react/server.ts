import { type ComponentType, createElement, isValidElement, type ReactElement } from 'react';
import { renderToString } from 'react-dom/server';
import { slotTag } from '@skerry/wire';

import type { Renderer } from '../server/definition.js';
import { hostInRegion } from '../server/region-on-server.js';
import { HostContext } from './use-live.js';

/** Renders React components. */
export const renderer: Renderer = {
  render(component, props, slots, ids, isInRegion, wrap) {
    const given: Record<string, unknown> = { ...props };
    for (const [name, html] of slots) given[name] = slot(name, html);
    const island = createElement(component as ComponentType, given);
    const root = isInRegion
      ? createElement(HostContext.Provider, { value: hostInRegion }, island)
      : island;
    return renderToString(wrap ? (wrap(root, 'react', isValidElement) as ReactElement) : root, {
      identifierPrefix: ids,
    });
  },
};

const slot = (name: string, html: string): ReactElement =>
  createElement(slotTag, { name, dangerouslySetInnerHTML: { __html: html } });
