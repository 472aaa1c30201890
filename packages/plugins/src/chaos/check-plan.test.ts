import { describe, expect, test } from 'vitest';

import { checkPlan } from './check-plan.js';
import type { FaultPlan } from './plan.js';

const hooks = ['beforeEvent', 'beforeAssign', 'afterEvent'];
// seam: plans as a file or a panel may bring them
const check = (plan: unknown) => () => checkPlan(plan as FaultPlan, hooks);

describe('a fault plan', () => {
  test('with every part is accepted', () => {
    check({
      connections: {
        latency: { mean: 20, deviation: 5 },
        cut: 0.01,
        up: { drop: 0.1, truncate: 0.1 },
        down: { duplicate: 1, reorder: 0, halfOpen: 0.5 },
      },
      hooks: { beforeEvent: { throw: 0.1, delay: 5 }, beforeAssign: { throw: 1 } },
      handlers: { throw: 0.1, delay: { mean: 2 } },
      messages: { topics: ['a'], drop: 0.1, duplicate: 0.1, delay: 3 },
      clock: { offset: -5_000, drift: 0.01 },
      loop: { every: 100, stall: { mean: 20, deviation: 10 } },
    })();
    check({})();
  });

  test.each([
    [null, 'faults is null. It must be an object.'],
    [{ conections: {} }, 'faults.conections is {}. It must be left out: known are connections,'],
    [{ connections: { drop: 2 } }, 'faults.connections.drop is 2. It must be a probability'],
    [{ connections: { up: { cut: 1 } } }, 'faults.connections.up.cut is 1. It must be left out'],
    [{ connections: { latency: -1 } }, 'faults.connections.latency is -1. It must be milliseconds'],
    [{ connections: { latency: {} } }, 'faults.connections.latency.mean is missing.'],
    [{ hooks: { beforeLunch: {} } }, 'faults.hooks.beforeLunch is {}. It must be left out'],
    [{ hooks: { beforeAssign: { delay: 3 } } }, 'taps of beforeAssign are synchronous'],
    [{ messages: { topics: 'a' } }, 'faults.messages.topics is "a". It must be an array.'],
    [{ clock: { drift: NaN } }, 'faults.clock.drift is null. It must be a number.'],
    [{ loop: { every: 5 } }, 'faults.loop.stall is missing. It must be a time.'],
    [{ loop: { every: 5, stall: 60_001 } }, 'faults.loop.stall is 60001. It must be milliseconds'],
    [
      { loop: { every: 5, stall: { mean: 1, deviation: 1e9 } } },
      'faults.loop.stall.deviation is 1000000000. It must be milliseconds from 0 up to 60000.',
    ],
  ])('with a mistake is refused by name, value and remedy: %j', (plan, message) => {
    expect(check(plan)).toThrow(message);
  });
});
