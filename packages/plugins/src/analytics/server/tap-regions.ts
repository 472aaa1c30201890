import type { PluginHooks } from '@skerry/kit';

import { isCountable } from './audience.js';
import type { Recorder } from './recorder.js';

/** Counts the events of live views, and the time that live views and islands take. */
export function tapRegions(hooks: PluginHooks, recorder: Recorder): void {
  /** The locals of requests and connections of those who ask not to be counted, and of programs. */
  const left = new WeakSet<object>();
  const leave = (headers: Headers, locals: object) => {
    if (!isCountable(headers)) left.add(locals);
  };

  hooks.beforeRequest.tap(({ request, locals }) => leave(request.headers, locals));
  hooks.beforeConnect.tap(({ headers, locals }) => leave(headers, locals));
  hooks.afterEvent.tap(({ region, event, micros, locals }) => {
    if (!left.has(locals)) recorder.record('event', region.view, { detail: event, value: micros });
  });

  hooks.afterMount.tap(({ region, micros }) =>
    recorder.record('mount', region.view, { value: micros }),
  );
  hooks.afterRender.tap(({ region, micros }) =>
    recorder.record('render', region.view, { value: micros }),
  );
  hooks.onIsland.tap(({ island, micros }) =>
    recorder.record('island', island.name, { value: micros }),
  );
}
