import { describe, expect, test, vi } from 'vitest';

import { ChaosController } from './controller.js';
import { stallLoop, startLoopFaults } from './faults/loop-faults.js';
import type { FaultPlan } from './plan.js';
import { readReplayLine } from './replay-line.js';
import { HandClock } from '../../test/hand-clock.js';

const made = (faults: FaultPlan = {}, pace = new HandClock()): ChaosController =>
  new ChaosController({ seed: 7, faults, hooks: ['beforeEvent'], pace });

describe('a chaos controller', () => {
  test('has its faults in force until it is paused, and again when it is resumed', () => {
    const faults = { connections: { drop: 0.5 } };
    const controller = made(faults);
    expect([controller.current, controller.isPaused]).toEqual([faults, false]);
    controller.pauseFaults();
    expect([controller.current, controller.faults, controller.isPaused]).toEqual([
      {},
      faults,
      true,
    ]);
    controller.resumeFaults();
    expect(controller.current).toEqual(faults);
  });

  test('takes other faults, keeps those of HTTP, and refuses mistakes', () => {
    const controller = made({ http: { allow: ['https://a.test'] } });
    controller.setFaults({ connections: { drop: 1 } });
    expect(controller.faults).toEqual({
      connections: { drop: 1 },
      http: { allow: ['https://a.test'] },
    });
    expect(() => controller.setFaults({ http: {} })).toThrow('faults.http cannot change');
    expect(() => controller.setFaults({ connections: { drop: 3 } })).toThrow(
      'faults.connections.drop is 3',
    );
    expect(controller.faults.connections).toEqual({ drop: 1 });
  });

  test('refuses a seed that is no integer', () => {
    const options = { faults: {}, hooks: [], pace: new HandClock() };
    for (const seed of [-1, 1.5, NaN])
      expect(() => new ChaosController({ seed, ...options })).toThrow('It must be an integer');
  });

  test('writes a line that repeats its run', () => {
    const faults = { connections: { drop: 0.5 } };
    expect(readReplayLine(made(faults).replay)).toEqual({ seed: 7, faults });
  });

  test('counts faults by name', () => {
    const controller = made();
    controller.noteFault('down drop');
    controller.noteFault('down drop');
    controller.noteFault('up cut');
    expect(controller.counts).toEqual({ 'down drop': 2, 'up cut': 1 });
  });

  test('shifts the clock that it reads by an offset and a drift, unless it is paused', () => {
    vi.spyOn(Date, 'now').mockReturnValue(1_000_000);
    const pace = new HandClock();
    const controller = made({ clock: { offset: -500, drift: 0.1 } }, pace);
    expect(controller.now()).toBe(999_500);
    pace.pass(1_000);
    expect(controller.now()).toBe(999_600);
    controller.pauseFaults();
    expect(controller.now()).toBe(1_000_000);
    vi.restoreAllMocks();
  });
});

describe('stalls of the event loop', () => {
  test('come as often and take as long as the faults in force say', () => {
    const pace = new HandClock();
    const controller = made({ loop: { every: 100, stall: 20 } }, pace);
    const stalls: number[] = [];
    const stop = startLoopFaults(controller, pace, (time) => void stalls.push(time));
    pace.pass(350);
    expect(stalls).toEqual([20, 20, 20]);
    controller.pauseFaults();
    pace.pass(1_000);
    controller.setFaults({ loop: { every: 10, stall: 5 } });
    controller.resumeFaults();
    pace.pass(10);
    expect(stalls).toEqual([20, 20, 20, 5]);
    stop();
    pace.pass(1_000);
    controller.resumeFaults();
    expect([stalls.length, pace.waiting]).toEqual([4, 0]);
    expect(controller.counts).toEqual({ 'loop stall': 4 });
  });

  test('hold up all of the process', () => {
    const waited = vi.spyOn(Atomics, 'wait');
    let ran = false;
    setImmediate(() => (ran = true));
    stallLoop(15);
    stallLoop(0);
    expect(waited.mock.calls.map(([, , , time]) => time)).toEqual([15]);
    expect(waited.mock.results[0]?.value).toBe('timed-out');
    expect(ran).toBe(false);
    vi.restoreAllMocks();
  });
});
