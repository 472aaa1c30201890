import { definePlugin } from '@skerry/kit';
import type { ChaosController, FaultPlan } from '@skerry/plugins/chaos';

/** The faults that /faults switches, by name. */
export const weathers = {
  calm: {},
  slow: { connections: { latency: { mean: 300, deviation: 100 } } },
  lossy: { connections: { down: { drop: 0.1 }, up: { duplicate: 0.1 } } },
  cut: { connections: { cut: 0.05 } },
  failing: { handlers: { throw: 0.3 } },
} satisfies Record<string, FaultPlan>;

/** The name of a weather. */
export type Weather = keyof typeof weathers;

let controller: ChaosController | undefined;
let current: Weather = 'calm';

/** The weather of the app; nothing where the app has no chaos, as in production. */
export const weatherNow = (): Weather | undefined => (controller ? current : undefined);

/** Changes the weather. */
export function setWeather(weather: Weather): void {
  current = weather;
  controller?.setFaults(weathers[weather]);
  controller?.resumeFaults();
}

/** The faults that have happened so far, by name. */
export const faultCounts = (): Readonly<Record<string, number>> => controller?.counts ?? {};

/** Hands the controller of chaos to the panel, where the app has one. */
export const faultPanel = definePlugin<object>({
  name: 'playground:faults',
  dependencies: { 'skerry:chaos': { optional: true } },
  setup({ inject, onStop }) {
    const own = inject('skerry:chaos', { optional: true });
    controller = own;
    // After an edit in development the next app is set up before this one stops.
    onStop(() => {
      if (controller === own) controller = undefined;
    });
  },
});
