import { createHash } from 'node:crypto';

/** Advances a state of four words, not all zero, and returns 32 random bits: xoshiro128** 1.1 of Blackman and Vigna. */
export function xoshiro128(state: Uint32Array): number {
  const [a, b, c, d] = state as unknown as [number, number, number, number];
  const bits = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
  state[2] = c ^ a;
  state[3] = d ^ b;
  state[1] = b ^ c ^ a;
  state[0] = a ^ d ^ b;
  state[2] ^= b << 9;
  state[3] = rotate(d ^ b, 11);
  return bits;
}

const rotate = (word: number, by: number): number => (word << by) | (word >>> (32 - by));

/**
 * Random numbers that a seed repeats. Each name has draws of its own, so that more draws of one never move those of another.
 *
 * The numbers are those of xoshiro128** 1.1 (https://prng.di.unimi.it/xoshiro128starstar.c). Its state is the first 16 bytes
 * of SHA-256 over the seed, a zero byte and the name, read as four little-endian words.
 *
 * @example
 * const drops = new Seeded(42).fork('drop');
 * if (drops.chance(0.1)) return;
 */
export class Seeded {
  readonly #state: Uint32Array;

  /** @param seed an integer from 0 up to 2^53 − 1 */
  constructor(
    readonly seed: number,
    readonly name = '',
  ) {
    const digest = createHash('sha256').update(`${seed}\0${name}`).digest();
    this.#state = Uint32Array.from([0, 4, 8, 12], (at) => digest.readUInt32LE(at));
  }

  /** Returns a generator whose draws depend on the seed and its path of names alone. */
  fork(name: string): Seeded {
    return new Seeded(this.seed, `${this.name}/${name}`);
  }

  /** Draws a number from 0 up to, and without, 1. */
  fraction(): number {
    return xoshiro128(this.#state) / 2 ** 32;
  }

  /** Draws an integer from 0 up to, and without, `bound`. */
  below(bound: number): number {
    return Math.floor(this.fraction() * bound);
  }

  /** Draws `true` with this probability. A probability of 0 or less takes no draw. */
  chance(probability: number | undefined): boolean {
    return probability !== undefined && probability > 0 && this.fraction() < probability;
  }

  /** Draws one of the items, all equally likely. @throws RangeError if there are none */
  pick<Item>(items: readonly Item[]): Item {
    if (items.length === 0) throw new RangeError('There is no item to pick from.');
    return items[this.below(items.length)] as Item;
  }

  /** Draws from the normal distribution (Box and Muller, 1958). */
  normal(mean: number, deviation: number): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.fraction()));
    return mean + deviation * radius * Math.cos(2 * Math.PI * this.fraction());
  }
}

/** Draws a seed for a run that was given none. */
export const randomSeed = (): number => Math.floor(Math.random() * 2 ** 32);
