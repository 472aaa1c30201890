/** Random choices that a seed repeats (mulberry32, https://gist.github.com/tommyettinger/46a874533244883189143505d203312c). */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A number from 0 up, below `bound`. */
  below(bound: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * bound);
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)] as Item;
  }

  /** A text with some of its characters changed, left out, doubled, or a piece of it moved. */
  mutate(text: string): string {
    let changed = text;
    for (let times = 1 + this.below(4); times > 0; times--) {
      const at = this.below(changed.length + 1);
      const end = at + this.below(8);
      const piece = changed.slice(at, end);
      const instead = this.pick([
        '',
        piece + piece,
        this.pick(hostileTexts),
        String.fromCharCode(this.below(256)),
        piece.repeat(this.below(50)),
      ]);
      changed = changed.slice(0, at) + instead + changed.slice(end);
    }
    return changed;
  }

  /** Any JSON value, with hostile names and texts in it. */
  value(depth = 3): unknown {
    const kind = this.below(depth > 0 ? 8 : 6);
    if (kind < 3) return this.pick(hostileTexts);
    if (kind < 5) return this.pick(hostileNumbers);
    if (kind === 5) return this.pick([null, true, false, '', 'text']);
    const length = this.below(5);
    if (kind === 6) return Array.from({ length }, () => this.value(depth - 1));
    return Object.fromEntries(
      Array.from({ length }, () => [this.pick(hostileTexts), this.value(depth - 1)]),
    );
  }

  /** JSON in which one value, at whatever depth, is another. */
  mutateJson(value: unknown): unknown {
    if (typeof value !== 'object' || value === null || this.below(3) === 0) return this.value();
    if (Array.isArray(value)) {
      const at = this.below(value.length + 1);
      return value.toSpliced(at, 1, this.mutateJson(value[at]));
    }
    const names = Object.keys(value);
    const name = names.length > 0 && this.below(5) > 0 ? this.pick(names) : this.pick(hostileTexts);
    const changed = this.mutateJson((value as Record<string, unknown>)[name]);
    // So that `__proto__` is a name as any other.
    return Object.fromEntries([...Object.entries(value), [name, changed]]);
  }
}

const hostileNumbers = [0, -1, 1, 2 ** 31, 2 ** 53, -(2 ** 53), 1e308, 0.1, 1e-7, 4294967295];

const hostileTexts = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'then',
  'hasOwnProperty',
  'length',
  'id',
  '</script><script>alert(1)</script>',
  '<!--',
  '-->',
  '"><img src=x onerror=alert(1)>',
  "'",
  '&amp;',
  '\0',
  '\r\nX: y',
  '\u001b[2J',
  '\u202e',
  '\ud800',
  '\u2028',
  '\ufeff',
  '💥',
  '%00',
  '%2e%2e/',
  '../../etc/passwd',
  '*',
  'lv:',
  'phoenix',
  'phx_join',
  'phx_leave',
  'heartbeat',
  'note',
  'fail',
  'echo',
  'publish',
  'fly',

  'island',
  'x'.repeat(300),
  'a'.repeat(5_000),
  '['.repeat(50),
];
