import type { PluginHooks } from '@skerry/kit';

import { isCountable } from './audience.js';
import type { Recorder } from './recorder.js';

/** The dependencies of the count of regions. */
export interface RegionTaps {
  readonly recorder: Recorder;
  /** Tells whether a live view is the plugin's own: it does not count itself. */
  isOwn(view: string): boolean;
}

/** Counts the events of live views, and the time that live views and islands take. */
export function tapRegions(hooks: PluginHooks, { recorder, isOwn }: RegionTaps): void {
  /** The locals of requests and connections of those who ask not to be counted, and of programs. */
  const left = new WeakSet<object>();
  const measure = (metric: 'mount' | 'render', view: string, micros: number) => {
    if (!isOwn(view)) recorder.record(metric, view, { value: micros });
  };

  // Before a page, an endpoint and a connection.
  hooks.beforeRequest.tap(({ request, locals }) => {
    if (!isCountable(request.headers)) left.add(locals);
  });
  hooks.afterEvent.tap(({ region: { view }, event, micros, locals }) => {
    if (left.has(locals) || isOwn(view)) return;
    recorder.record('event', view, { detail: event, value: micros });
  });
  hooks.afterMount.tap(({ region, micros }) => measure('mount', region.view, micros));
  hooks.afterRender.tap(({ region, micros }) => measure('render', region.view, micros));
  hooks.onIsland.tap(({ island, micros, region }) => {
    if (!region || !isOwn(region.view)) recorder.record('island', island.name, { value: micros });
  });
}

/** Counts errors by where they were, and by the live view, the island or the plugin that failed. Their texts are not read. */
export function tapErrors(hooks: PluginHooks, recorder: Recorder): void {
  hooks.onError.tap(({ where, region, island, plugin }) => {
    const who = plugin ?? island?.name ?? region?.view;
    recorder.record('error', where, who === undefined ? {} : { detail: who });
  });
  hooks.onPanic.tap(({ region }) =>
    recorder.record('error', 'panic', region ? { detail: region.view } : {}),
  );
}
