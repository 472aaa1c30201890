import { updateEvent } from '@skerry/wire';

import type { LiveEvent } from '../connection/live-event.js';
import {
  addListeners,
  type Binding,
  bindEvents,
  raiseAt,
  send,
  sendClick,
  sendField,
  sendFields,
  signal,
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
  /** Sends an event with the JSON of its binding alone. */
  sendPayload: (binding: Binding): void => send(binding, (payload) => payload, []),
  /** Calls a function now, and after each update: elements may have come. */
  followUpdates(look: () => void): void {
    addListeners(document, updateEvent, signal, look);
    look();
  },
};
export type Core = typeof core;

interface BindingModule {
  /** Begins to listen to events of the DOM. */
  listen?: (core: Core) => void;
  take?: Take;
}

interface Part {
  /** Matches the attributes and the options that need it, in markup and in frames. */
  pattern: RegExp;
  load: () => Promise<BindingModule>;
  module?: BindingModule;
}

const part = (pattern: RegExp, load: Part['load']): Part => ({ pattern, load });

/** All of them. Those with options come first, in the order in which they see an event. */
const parts: readonly Part[] = [
  part(/lv-form/, () => import('./form.js')),
  part(/lv-value-/, () => import('./values.js')),
  part(/(lv-|[?&;])confirm/, () => import('./confirm.js')),
  part(/(lv-|[?&;])offline/, () => import('./offline.js')),
  part(/(lv-|[?&;])debounce/, () => import('./debounce.js')),
  part(/(lv-|[?&;])throttle/, () => import('./throttle.js')),
  part(/(lv-|[?&;])queue|lv-window-(scroll|resize)/, () => import('./queue.js')),
  part(/(lv-|[?&;])disable-with/, () => import('./disable-with.js')),
  part(/lv-change/, () => import('./change.js')),
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
  const module = await next.load();
  if (!next.module) module.listen?.(core);
  next.module = module;
}

/** Sends an event when all options of its binding allow it. */
export function raiseEvent(event: LiveEvent, region: RegionHandle): void {
  const { element, submitter, options = '' } = event;
  const names = [element, submitter].map(
    (each) => each && Element.prototype.getAttributeNames.call(each).join(),
  );
  const take = (i: number): void => {
    const next = parts[i];
    if (!next) region.sendEvent(event);
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

const notLoaded = { code: 'not-loaded', reason: 'The code of its binding has not loaded.' };
