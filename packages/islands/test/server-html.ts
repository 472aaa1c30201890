import { renderer as preact } from '../src/preact/server.js';
import { renderer as react } from '../src/react/server.js';

import { encodeProps, idPrefix, propsText, type Renderer } from '../src/server/index.js';

/** How an island is used. */
export interface Use {
  props?: Record<string, unknown>;
  /** Its strategy; `load` where nothing is said. */
  on?: string;
  with?: string;
  priority?: string;
  at?: string;
  /** Markup of what stands in its slots; `fallback` is that of `only`. */
  slots?: Record<string, string>;
}

let count = 0;

/** The markup of an island as a page has it. */
export async function island(name: string, use: Use = {}): Promise<string> {
  const { props = {}, on = 'load', at = String(count++), slots = {} } = use;
  const { default: component } = (await import(`./fixtures/${name}.tsx`)) as { default: unknown };
  const renderer: Renderer = name.endsWith('.react') ? react : preact;
  let html = '';
  let failed = false;
  const { fallback } = slots;
  try {
    if (on === 'only')
      html = fallback === undefined ? '' : `${slotStart('fallback')}${fallback}</skerry-slot>`;
    else html = renderer.render(component, props, new Map(Object.entries(slots)), idPrefix('', at));
  } catch {
    failed = true;
  }
  const held = Object.entries(slots).filter(([slot]) => !html.includes(slotStart(slot)));
  const attributes = {
    name,
    on,
    with: use.with,
    priority: use.priority,
    at,
    props: on === 'none' ? undefined : propsText(encodeProps(name, props)),
    failed: failed ? '' : undefined,
  };
  return `${holderOf(held)}<skerry-island${write(attributes)}>${html}<skerry-end></skerry-end></skerry-island>`;
}

const slotStart = (name: string): string => `<skerry-slot name="${name}">`;

const holderOf = (slots: [name: string, html: string][]): string =>
  slots.length === 0
    ? ''
    : `<skerry-holder hidden>${slots.map(([name, html]) => `${slotStart(name)}${html}</skerry-slot>`).join('')}</skerry-holder>`;

const write = (attributes: Record<string, string | undefined>): string =>
  Object.entries(attributes)
    .map(([key, value]) => (value === undefined ? '' : ` ${key}="${escape(value)}"`))
    .join('');

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
