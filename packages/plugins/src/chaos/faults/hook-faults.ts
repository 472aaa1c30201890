import type { HookName, PluginHooks } from '@skerry/kit';

import { ChaosError } from '../chaos-error.js';
import type { ChaosController } from '../controller.js';
import { drawTime, type Pace, wait } from '../pace.js';

/** Hooks without faults: those of the start come before the controller is in anybody's hands, and this plugin has a tap on the last. */
const spared: ReadonlySet<string> = new Set<string>(['onStart', 'wrapTransport']);

/** The names of all hooks of an app. */
export const hookNamesOf = (hooks: PluginHooks): HookName[] => Object.keys(hooks) as HookName[];

/** Attaches a tap to every hook that throws or takes time as the faults in force say. It runs before the taps of others. */
export function tapHookFaults(hooks: PluginHooks, controller: ChaosController, pace: Pace): void {
  for (const name of hookNamesOf(hooks)) {
    if (spared.has(name)) continue;
    const throws = controller.drawsOf(`hooks/${name}/throw`);
    const delays = controller.drawsOf(`hooks/${name}/delay`);
    const tap = (): Promise<void> | undefined => {
      const faults = controller.current.hooks?.[name];
      if (!faults) return undefined;
      if (throws.chance(faults.throw)) {
        controller.noteFault(`${name} throw`);
        throw new ChaosError('chaos-fault', `Chaos has thrown in ${name}.`);
      }
      const time = drawTime(delays, faults.delay);
      if (time === 0) return undefined;
      controller.noteFault(`${name} delay`);
      return wait(pace, time);
    };
    // seam: to throw, or to answer nothing now or later, is allowed on every hook that is delayed
    hooks[name].tap(tap as never, { stage: -1_000 });
  }
}

/** Attaches the taps by which handlers wait before they run, and fail while they assign. */
export function tapHandlerFaults(
  hooks: PluginHooks,
  controller: ChaosController,
  pace: Pace,
): void {
  const throws = controller.drawsOf('handlers/throw');
  const delays = controller.drawsOf('handlers/delay');
  hooks.beforeEvent.tap(
    () => {
      const time = drawTime(delays, controller.current.handlers?.delay);
      if (time === 0) return undefined;
      controller.noteFault('handler delay');
      return wait(pace, time);
    },
    // Other guards have let the event pass.
    { stage: 1_000 },
  );
  hooks.beforeAssign.tap(
    () => {
      if (!throws.chance(controller.current.handlers?.throw)) return;
      controller.noteFault('handler throw');
      throw new ChaosError('chaos-fault', 'Chaos has thrown in a handler, where it assigns.');
    },
    { stage: -1_000 },
  );
}
