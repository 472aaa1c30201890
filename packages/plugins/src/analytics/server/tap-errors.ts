import type { PluginHooks } from '@skerry/kit';

import type { Recorder } from './recorder.js';

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
