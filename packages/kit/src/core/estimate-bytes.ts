import { openBuiltIn, type Opened } from './open-built-in.js';

/** About how many bytes of the heap a value takes, on Node with 64 bits. */
export const estimateBytes = (value: unknown): number => new Estimate().add(value).bytes;

/** Work on one value, in objects that are looked at; four other members are as much. */
const work = 20_000;
/** The least share of an object, where some speak for all. */
const share = 8;
/** Members that are all looked at in any case, and above which some speak for all in any case. */
const few = 16;
const longList = 500;
const golden = 0.618_034;

/** An object that waits to be looked at. */
interface Waiting {
  readonly value: object;
  /** The number of objects that it speaks for. */
  readonly weight: number;
  /** The work that it and its members may be. */
  readonly budget: number;
}

/**
 * Adds up about how many bytes values take together. An object that is met again costs nothing, and neither does a text
 * that is part of a value added before. The work is bounded: each member has its share of it, and where there are too many
 * for that, those that are looked at speak for the others.
 */
export class Estimate {
  bytes = 0;
  /** The work that it was. */
  work = 0;
  readonly #open: (value: object) => Opened | undefined;
  readonly #objects = new Set<object>();
  readonly #shortTexts = new Set<string>();
  /** The longer texts in values that were added before. */
  readonly #knownTexts = new Set<string>();
  #newTexts: string[] = [];
  readonly #waiting: Waiting[] = [];
  #turns = 0;

  /** @param open opens the objects of classes that the caller knows */
  constructor(open: (value: object) => Opened | undefined = () => undefined) {
    this.#open = open;
  }

  add(value: unknown): this {
    if (typeof value === 'object' && value !== null)
      this.#waiting.push({ value, weight: 1, budget: work });
    else this.bytes += this.#leaf(value);
    for (let next = this.#waiting.pop(); next; next = this.#waiting.pop()) this.#object(next);
    for (const text of this.#newTexts) this.#knownTexts.add(text);
    this.#newTexts = [];
    return this;
  }

  #object({ value, weight, budget }: Waiting): void {
    if (this.#objects.has(value)) return;
    this.#objects.add(value);
    try {
      const { bytes, members } = this.#open(value) ?? openBuiltIn(value);
      this.bytes += weight * bytes;
      this.#members(members, weight, budget);
    } catch {
      // Something in it cannot be read: a proxy, or a getter that throws.
    }
  }

  #members(members: readonly unknown[], weight: number, budget: number): void {
    const seen = this.#some(members, Math.max(few, Math.min(budget * 2, longList)));
    this.work += 1 + seen.length / 4;
    const each = (weight * members.length) / seen.length;
    const objects: object[] = [];
    for (const member of seen) {
      if (typeof member !== 'object') this.bytes += each * this.#leaf(member);
      else if (member !== null) objects.push(member);
    }
    const left = budget - 1 - seen.length / 4;
    if (left < 1) return;
    const chosen = this.#some(objects, Math.max(1, Math.floor(left / share)));
    const speaks = (each * objects.length) / chosen.length;
    for (const value of chosen)
      this.#waiting.push({ value, weight: speaks, budget: left / chosen.length });
  }

  /** So many of them at most, spread evenly and yet not in step with members that alternate. */
  #some<T>(members: readonly T[], most: number): readonly T[] {
    const { length } = members;
    if (length <= most) return members;
    // A single one is not always the first; several are always the same, so that the texts of one list are known in another.
    const shift = most === 1 ? ++this.#turns : 0;
    return Array.from({ length: most }, (_, i) => {
      const step = i + (((i + shift) * golden) % 1);
      return members[Math.floor((step / most) * length)] as T;
    });
  }

  /** A value that is no object, as a member of one. */
  #leaf(value: unknown): number {
    switch (typeof value) {
      case 'string':
        return this.#text(value);
      case 'number':
        // A small integer is in its place itself; another number is an object there, except in some arrays.
        return value === (value | 0) ? 0 : 16;
      case 'bigint':
        return 32;
      case 'function':
        return 104;
      default:
        return 0;
    }
  }

  #text(text: string): number {
    // Of a short text V8 has one copy where it comes from JSON or the source, and many where it was computed.
    if (text.length <= 10) {
      if (this.#shortTexts.has(text)) return text.length < 2 ? 0 : 12;
      this.#shortTexts.add(text);
      return 24;
    }
    const name = nameOf(text);
    if (this.#knownTexts.has(name)) return 0;
    this.#newTexts.push(name);
    return 20 + text.length * (isWide(text) ? 2 : 1);
  }
}

/** A text in few characters, so that comparing many long ones costs little. */
const nameOf = (text: string): string =>
  text.length <= 256 ? text : `${text.length} ${text.slice(0, 64)} ${text.slice(-64)}`;

/** Tells whether V8 keeps two bytes for each character. */
const isWide = (text: string): boolean =>
  /[^\0-\xff]/.test(text.length > 2 ** 20 ? text.slice(0, 2 ** 20) : text);
