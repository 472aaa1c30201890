import type { Frame, FrameReceiver, Transport } from '@skerry/kit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { ConnectionFaults } from '../plan.js';
import { Seeded } from '../seeded.js';
import { HandClock } from '../../../test/hand-clock.js';
import { withTransportFaults } from './faulty-transport.js';

/** A connection over a carrier of the test's, and what passes on both sides. */
class World {
  readonly clock = new HandClock();
  readonly sent: string[] = [];
  readonly received: Frame[] = [];
  readonly closed: [number, string][] = [];
  readonly noted: string[] = [];
  /** How the carrier below was closed. */
  readonly hungUp: string[] = [];
  admits = true;
  faults: ConnectionFaults;
  readonly transport: Transport;
  #receiver!: FrameReceiver;

  constructor(faults: ConnectionFaults, seed = 1) {
    this.faults = faults;
    const inner: Transport = {
      buffered: 17,
      deliverTo: (receiver) => void (this.#receiver = receiver),
      send: (text) => this.sent.push(text),
      close: (reason) => {
        this.hungUp.push(reason);
        this.#receiver.onClosed(1012, reason);
      },
      drop: () => {
        this.hungUp.push('drop');
        this.#receiver.onClosed(1006, '');
      },
      pause() {},
      resume() {},
    };
    this.transport = withTransportFaults(inner, {
      faults: () => this.faults,
      random: new Seeded(seed),
      pace: this.clock,
      note: (fault, direction) => this.noted.push(`${direction} ${fault}`),
    });
    this.transport.deliverTo({
      admitFrame: () => this.admits,
      receiveFrame: (frame) => this.received.push(frame),
      onDrained() {},
      onClosed: (code, message) => this.closed.push([code, message]),
    });
  }

  /** The browser sends a frame. */
  arrive(frame: Frame): void {
    if (this.#receiver.admitFrame(frame.length)) this.#receiver.receiveFrame(frame);
  }
}

const letters = [...'abcdefghijklmnopqrstuvwxyz'];
const both = (world: World): void => {
  for (const letter of letters) {
    world.transport.send(letter);
    world.arrive(letter);
  }
};

describe('a transport with faults', () => {
  test('passes everything on at once, both ways, while there are no faults', () => {
    const world = new World({});
    both(world);
    expect([world.sent, world.received]).toEqual([letters, letters]);
    expect(world.transport.buffered).toBe(17);
    expect([world.noted, world.clock.waiting]).toEqual([[], 0]);
  });

  test('delays frames by the mean, and keeps their order whatever the deviation draws', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const world = new World({ latency: { mean: 40, deviation: 40 } }, seed);
        both(world);
        world.clock.pass(10_000);
        expect([world.sent, world.received]).toEqual([letters, letters]);
      }),
      { numRuns: 50 },
    );
    const world = new World({ latency: 40 });
    world.transport.send('a');
    world.clock.pass(39);
    expect(world.sent).toEqual([]);
    world.clock.pass(1);
    expect(world.sent).toEqual(['a']);
  });

  test('drops frames of the direction that says so alone', () => {
    const world = new World({ up: { drop: 1 } });
    both(world);
    expect([world.sent, world.received]).toEqual([letters, []]);
    expect(new Set(world.noted)).toEqual(new Set(['up drop']));
  });

  test('delivers a frame twice, and counts it twice at the server', () => {
    const world = new World({ duplicate: 1 });
    world.transport.send('a');
    world.arrive('a');
    expect([world.sent, world.received]).toEqual([
      ['a', 'a'],
      ['a', 'a'],
    ]);
    const counted = new World({ up: { duplicate: 1, latency: 5 } });
    counted.arrive('a');
    counted.admits = false;
    counted.clock.pass(5);
    expect(counted.received).toEqual(['a']);
  });

  test('lets later frames overtake one that is held back, and loses none', () => {
    const world = new World({ down: { reorder: 0.3 } });
    for (const letter of letters) world.transport.send(letter);
    expect(world.sent.length).toBeLessThan(letters.length);
    world.clock.pass(1_000);
    expect(world.sent).not.toEqual(letters);
    expect(world.sent.toSorted()).toEqual(letters);
  });

  test('truncates texts and bytes', () => {
    const world = new World({ truncate: 1 });
    world.transport.send('a frame of some length');
    world.arrive(Uint8Array.from([1, 2, 3, 4]));
    expect('a frame of some length'.startsWith(world.sent[0]!)).toBe(true);
    expect(world.sent[0]!.length).toBeLessThan(22);
    expect(world.received[0]).toBeInstanceOf(Uint8Array);
    expect(world.received[0]!.length).toBeLessThan(4);
  });

  test('that is half open takes frames of one direction and delivers none, and nobody is told', () => {
    const world = new World({});
    world.transport.send('before');
    world.faults = { down: { halfOpen: 1 } };
    world.transport.send('at');
    world.faults = {};
    both(world);
    expect([world.sent, world.received]).toEqual([['before'], letters]);
    expect([world.closed, world.hungUp]).toEqual([[], []]);
  });

  test('that is cut ends as a dropped connection, and nothing on its way arrives', async () => {
    const world = new World({ latency: 5 });
    both(world);
    world.faults = { cut: 1 };
    world.transport.send('last');
    await Promise.resolve();
    world.clock.pass(1_000);
    expect([world.sent, world.received]).toEqual([[], []]);
    expect([world.closed, world.hungUp]).toEqual([[[1006, '']], ['drop']]);
    expect(world.noted.filter((fault) => fault.endsWith('cut'))).toEqual(['down cut']);
  });

  test('leaves no timer behind when the server closes it, and passes the reason on', () => {
    const world = new World({ latency: 50, reorder: 0.5 });
    both(world);
    world.transport.close('reconnect', 'bye');
    expect(world.clock.waiting).toBe(0);
    expect([world.closed, world.hungUp]).toEqual([[[1012, 'reconnect']], ['reconnect']]);
    const dropped = new World({ latency: 50 });
    both(dropped);
    dropped.transport.drop();
    expect([dropped.clock.waiting, dropped.closed]).toEqual([0, [[1006, '']]]);
  });

  test('repeats its faults for the same seed, and moves none by those of another kind', () => {
    const dropped = (faults: ConnectionFaults): string[] => {
      const world = new World(faults, 99);
      both(world);
      world.clock.pass(10_000);
      const arrived = new Set(world.sent);
      return letters.filter((letter) => !arrived.has(letter));
    };
    const alone = dropped({ drop: 0.3 });
    expect(alone.length).toBeGreaterThan(0);
    expect(dropped({ drop: 0.3 })).toEqual(alone);
    expect(dropped({ drop: 0.3, latency: { mean: 5, deviation: 5 }, duplicate: 0.5 })).toEqual(
      alone,
    );
  });
});
