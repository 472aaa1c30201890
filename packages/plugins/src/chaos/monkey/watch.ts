import { definePlugin, type Plugin } from '@skerry/kit';

import { ChaosError } from '../chaos-error.js';
import type { ChaosController } from '../controller.js';
import type { History } from './history.js';

/** The plugins of a run, and the controller of its faults. */
export interface Watch {
  readonly plugin: Plugin;
  /** Set once the app is made. */
  readonly controller: () => ChaosController;
}

/** Makes the plugin that writes down what the server does. Its taps come behind those that cause faults. */
export function createWatch(history: History): Watch {
  let controller: ChaosController | undefined;
  const last = { stage: 10_000 };
  const plugin = definePlugin({
    name: 'skerry:chaos-watch',
    dependencies: { 'skerry:chaos': {} },
    setup({ hooks, inject }) {
      controller = inject('skerry:chaos');
      hooks.afterMount.tap(({ region, session }) =>
        history.noteMounted(region.id, session.id, region.view),
      );
      hooks.beforeEvent.tap(({ region, event }) => history.noteAllowed(region.id, event), last);
      hooks.afterEvent.tap(
        ({ region, session, event, payload }) =>
          history.noteHandled({ region: region.id, session: session.id, event, payload }),
        last,
      );
      hooks.onError.tap(({ where, error }) => {
        if (where !== 'uncaught' || error instanceof ChaosError) return;
        history.noteViolation(
          'escaped-error',
          `Nothing has caught: ${error.stack ?? error.message}`,
        );
      }, last);
    },
  });
  return { plugin: plugin(), controller: () => controller as ChaosController };
}
