import { definePlugin, type Log, type PluginApi } from '@skerry/kit';

import { ChaosError } from './chaos-error.js';
import { type Check, flag, members } from './checks.js';
import { ChaosController } from './controller.js';
import { hookNamesOf, tapHandlerFaults, tapHookFaults } from './faults/hook-faults.js';
import { startLoopFaults } from './faults/loop-faults.js';
import { tapMessageFaults } from './faults/message-faults.js';
import { checkHttpFaults } from './http/check-http.js';
import { type MockHttp, startMockHttp } from './http/mock-http.js';
import { realPace } from './pace.js';
import type { FaultPlan } from './plan.js';
import { randomSeed } from './seeded.js';
import { withTransportFaults } from './transport/faulty-transport.js';

declare module '@skerry/kit' {
  interface PluginValues {
    /** Switches the faults of the app. */
    'skerry:chaos': ChaosController;
  }
}

/** The options of the plugin. */
export interface ChaosOptions {
  /** The seed of all draws, an integer from 0 up; a random one, unless it is set. The log has it. */
  seed?: number;
  /** The faults; none, unless they are set. */
  faults?: FaultPlan;
  /** True if no fault is in force until the controller resumes them. */
  paused?: boolean;
  /** True if the plugin may start in production. The environment has to say so too: `SKERRY_CHAOS=allow-in-production`. */
  allowInProduction?: boolean;
}

/** The variable of the environment that allows chaos in production, and its value. */
export const productionSwitch = ['SKERRY_CHAOS', 'allow-in-production'] as const;

/**
 * Disturbs an app, for tests and staging: its connections, hooks, handlers, messages, clock, event loop and outbound HTTP. The same seed
 * repeats the same faults. It refuses to start in production, unless an option and the environment both allow it.
 *
 * @throws ChaosError `chaos-production`, `chaos-plan`
 * @example
 * defineApp({ plugins: [chaos({ seed: 7, faults: { connections: { latency: 80, drop: 0.01 } } })] });
 */
export const chaos = definePlugin<ChaosOptions>({
  name: 'skerry:chaos',
  setup(api) {
    const { hooks, options, log, publish, provide, onStop } = api;
    refuseProduction(api);
    members(options, 'chaos()', known);
    const { seed = randomSeed(), faults = {}, paused = false } = options;
    const pace = realPace;
    const controller = new ChaosController({ seed, faults, hooks: hookNamesOf(hooks), pace });
    if (faults.http) checkHttpFaults(faults.http);
    if (paused) controller.pauseFaults();
    provide('skerry:chaos', controller);
    log.warn(`Faults are ${paused ? 'ready' : 'in force'}: ${controller.replay}`);

    tapHookFaults(hooks, controller, pace);
    tapHandlerFaults(hooks, controller, pace);
    tapMessageFaults({ hooks, controller, pace, publish });
    tapTransports(api, controller);
    tapHttp(api, controller);
    tellReplay(api, controller, log);
    onStop(startLoopFaults(controller, pace));
  },
});

/** The options that there are, and the checks that nothing later makes. */
const known: Record<keyof ChaosOptions, Check> = {
  seed: () => {},
  faults: () => {},
  paused: flag,
  allowInProduction: flag,
};

type Api = PluginApi<ChaosOptions>;

/** @throws ChaosError `chaos-production` */
function refuseProduction({ options, mode }: Api): void {
  const [name, value] = productionSwitch;
  if (mode !== 'production' && process.env.NODE_ENV !== 'production') return;
  if (options.allowInProduction === true && process.env[name] === value) return;
  throw new ChaosError(
    'chaos-production',
    'chaos() does not start in production. Leave it out of the plugins there. Where faults are wanted all the same, as in staging, ' +
      `set both the option allowInProduction: true and the environment variable ${name}=${value}.`,
  );
}

function tapTransports({ hooks }: Api, controller: ChaosController): void {
  const random = controller.drawsOf('connections');
  let count = 0;
  hooks.wrapTransport.tap(({ transport }) =>
    withTransportFaults(transport, {
      faults: () => controller.current.connections ?? {},
      random: random.fork(`${++count}`),
      pace: realPace,
      note: (fault, direction) => controller.noteFault(`${direction} ${fault}`),
    }),
  );
}

function tapHttp({ hooks, onStop }: Api, controller: ChaosController): void {
  const { http } = controller.faults;
  if (!http) return;
  let mock: MockHttp | undefined;
  const follow = (): void => mock?.setActive(!controller.isPaused);
  onStop(controller.onChange(follow));
  hooks.onStart.tap(async () => {
    mock = await startMockHttp(http, {
      random: controller.drawsOf('http'),
      pace: realPace,
      isActive: () => !controller.isPaused,
      note: (fault) => controller.noteFault(fault),
    });
    follow();
  });
  onStop(() => mock?.stopMock());
}

/** Writes the line that repeats the run once something has failed that is no fault of its own. */
function tellReplay({ hooks }: Api, controller: ChaosController, log: Log): void {
  let isTold = false;
  const tell = (error: Error): void => {
    if (isTold || controller.isPaused || isFault(error)) return;
    isTold = true;
    log.warn(`Something has failed under faults. To repeat them: ${controller.replay}`);
  };
  hooks.onError.tap(({ error }) => tell(error));
  hooks.onPanic.tap(({ error }) => tell(error));
}

const isFault = (error: unknown): boolean =>
  error instanceof ChaosError && error.code === 'chaos-fault';
