import { type ComponentType, createElement, type ReactElement } from 'react';
import { renderToString } from 'react-dom/server';
import { slotTag } from '@skerry/wire';

import type { Renderer } from '../server/definition.js';

/** Renders React components. */
export const renderer: Renderer = {
  render(component, props, slots, ids) {
    const given: Record<string, unknown> = { ...props };
    for (const [name, html] of slots) given[name] = slot(name, html);
    const root = createElement(component as ComponentType, given);
    return renderToString(root, { identifierPrefix: ids });
  },
};

const slot = (name: string, html: string): ReactElement =>
  createElement(slotTag, { name, dangerouslySetInnerHTML: { __html: html } });
