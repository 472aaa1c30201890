import { updateEvent } from '@skerry/wire';

import type { LiveEvent } from '../connection/live-event.js';
import {
  addListeners,
  type Binding,
  bindEvents,
  raiseAt,
  regionAt,
  send,
  sendClick,
  sendField,
  sendFields,
  signal,
  valuesOf,
} from '../events/events.js';
import type { RegionHandle } from '../region/region-handle.js';

/**
 * Loads the bindings that a page uses, and takes its events through the options of their bindings. Loaded with the first
 * region that uses more than clicks, inputs and submits.
 */

/** Sees an event before it is sent. It calls `next` now, later or never. */
export type Take = (event: LiveEvent, next: () => void, region: RegionHandle) => void;

/** The core, as it is handed to the bindings. A bundler puts modules that they import into chunks that every page loads. */
const core = {
  addListeners,
  bindEvents,
  raiseAt,
  sendClick,
  sendField,
  sendFields,
  signal,
  valuesOf,
  /** What others than the server have changed of an element. */
  changesOf: (element: Element) => regionAt(element)?.changesOf(element),
  /** Writes an attribute as the server has it. */
  writeAttribute(element: Element, name: string, value: string | null): void {
    if (value === null) removeAttribute.call(element, name);
    else setAttribute.call(element, name, value);
    core.changesOf(element)?.delete(name);
  },
  /** Sends an event with the JSON of its binding alone. */
  sendPayload: (binding: Binding): void => send(binding, (payload) => payload, []),
  /** Like `bindEvents`, for each bound element around the target, innermost first, until one takes the event. */
  bindAround<E extends Event>(
    type: string,
    raise: (binding: Binding, event: E) => unknown,
    events = type,
  ): void {
    addListeners(document, events, signal, (event: E) => {
      const { target, defaultPrevented } = event;
      let each = !defaultPrevented && target instanceof Element ? target : null;
      for (; each; each = parentOf(each)) {
        if (!matches.call(each, `[lv-${type}]`)) continue;
        let isTaken: unknown = false;
        raiseAt(each, type, event, (binding) => (isTaken = raise(binding, event)));
        if (isTaken) return;
      }
    });
  },
  /** Calls a function now, and after each update: elements may have come. */
  followUpdates(look: () => void): void {
    addListeners(document, updateEvent, signal, look);
    look();
  },
};
export type Core = typeof core & {
  /** Tells whether a key is one that `lv-key` names. */
  isKey?: (wanted: string, event: KeyboardEvent) => boolean;
};

// Forms answer to the names of their fields first.
const { getAttributeNames, matches, removeAttribute, setAttribute } = Element.prototype;
const parentOf = (element: Element): Element | null =>
  Reflect.get(Node.prototype, 'parentElement', element) as Element | null;

interface BindingModule {
  /** Begins to listen to events of the DOM. */
  listen?: (core: Core) => void;
  take?: Take;
  /** Sees an event that is sent now. */
  beforeSend?: (event: LiveEvent) => void;
}

interface Part {
  /** Matches the attributes and the options that need it, in markup and in frames. */
  pattern: RegExp;
  load: () => Promise<BindingModule>;
  /** True once it is requested. */
  isWanted?: boolean;
  module?: BindingModule;
}

const part = (pattern: RegExp, load: Part['load']): Part => ({ pattern, load });

/** All of them. Those with options come first, in the order in which they see an event. */
const parts: readonly Part[] = [
  part(/lv-form/, () => import('./form.js')),
  part(/lv-form/, () => import('./recover.js')),
  part(/lv-form/, () => import('./keep-forms.js')),
  part(/lv-value-/, () => import('./values.js')),
  part(/(lv-|[?&;])debounce/, () => import('./debounce.js')),
  part(/(lv-|[?&;])throttle/, () => import('./throttle.js')),
  part(/(lv-|[?&;])offline/, () => import('./offline.js')),
  part(/(lv-|[?&;])confirm/, () => import('./confirm.js')),
  part(/(lv-|[?&;])queue|lv-window-(scroll|resize)/, () => import('./queue.js')),
  part(/(lv-|[?&;])disable-with/, () => import('./disable-with.js')),
  part(/(lv-|[?&;])disable-with/, () => import('./busy-text.js')),
  part(/lv-change/, () => import('./change.js')),
  part(/(lv-|[?&;])key\b/, () => import('./is-key.js')),
  part(/lv-key(down|up)/, () => import('./keys.js')),
  part(/lv-(focus|blur)/, () => import('./focus.js')),
  part(/lv-(dblclick|mouse)/, () => import('./pointer.js')),
  part(/lv-click-away/, () => import('./click-away.js')),
  part(/lv-window-/, () => import('./window.js')),
  part(/lv-intersect/, () => import('./intersect.js')),
  part(/lv-viewport-/, () => import('./viewport.js')),
  part(/lv-command/, () => import('./command.js')),
  part(/lv-preserve/, () => import('./preserve.js')),
];

/** Loads the bindings and options that a text names. @returns a promise if some are not there */
export function loadBindings(text: string): Promise<unknown> | undefined {
  const missing = parts.filter(({ module, pattern }) => !module && pattern.test(text));
  if (!missing[0]) return undefined;
  return Promise.all(missing.map(loadPart));
}

async function loadPart(next: Part): Promise<void> {
  next.isWanted = true;
  const module = await next.load();
  if (!next.module) module.listen?.(core);
  next.module = module;
}

// Each update requests again what could not be loaded.
core.followUpdates(() => {
  for (const each of parts) if (each.isWanted && !each.module) loadPart(each).catch(() => {});
});

/** Sends an event when all options of its binding allow it. */
export function raiseEvent(event: LiveEvent, region: RegionHandle): void {
  const { element, submitter, options = '' } = event;
  const names = [element, submitter].map((each) => each && getAttributeNames.call(each).join());
  const take = (i: number): void => {
    const next = parts[i];
    if (!next) sendEvent(event, region);
    else if (next.module?.take) next.module.take(event, () => take(i + 1), region);
    else take(i + 1);
  };
  const loading = loadBindings(names + options);
  if (!loading) return take(0);
  loading.then(
    () => take(0),
    () => region.takeRefusal(notLoaded, event),
  );
}

/** Sends an event, unless its element has been disabled or removed while an option held it back. */
function sendEvent(event: LiveEvent, region: RegionHandle): void {
  const isUsable = [event.element, event.submitter].every(
    (each) => !each || (each.isConnected && !matches.call(each, ':disabled')),
  );
  if (!isUsable) return region.takeRefusal(disabled, event);
  for (const { module } of parts) module?.beforeSend?.(event);
  region.sendEvent(event);
}

const disabled = { code: 'disabled', reason: 'Its element was disabled or removed.' };
const notLoaded = { code: 'not-loaded', reason: 'The code of its binding has not loaded.' };
