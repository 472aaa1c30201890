import type { DataPatch, DataSplice } from '@skerry/wire';

import { isPlain } from './inspect-props.js';
import { devalueText } from './devalue-text.js';

/** Collects the changes of an array, from its front to its end. */
export class ItemsPatch {
  readonly #splices: DataSplice[] = [];
  /** Changes inside items, by where they are in the end: the splices come first. */
  readonly #inside: { [index: string]: DataPatch } = {};
  #insides = 0;
  #at = 0;
  #removed = 0;
  #values: unknown[] = [];

  /** @param plain whether JSON says all the values that it will be given */
  constructor(readonly plain: boolean) {}

  /** Skips to an item, by where it is in the end. */
  skipTo(at: number): void {
    if (this.#removed + this.#values.length > 0) this.#splices.push(this.#splice());
    this.#at = at;
    this.#removed = 0;
    this.#values = [];
  }

  /** Takes out so many items, and puts in others. */
  replace(removed: number, values: readonly unknown[]): void {
    this.#removed += removed;
    for (const value of values) this.#values.push(value);
  }

  /** Changes something inside the next item, or nothing. */
  change(inside: DataPatch | undefined): void {
    const at = this.#at + this.#values.length;
    this.skipTo(at + 1);
    if (!inside) return;
    this.#inside[at] = inside;
    this.#insides++;
  }

  /** The patch; nothing when there is nothing to change. */
  end(items: readonly unknown[]): DataPatch | undefined {
    this.skipTo(0);
    const steps = this.#insides > 0 ? [...this.#splices, this.#inside] : this.#splices;
    const patch = steps.length === 1 ? steps[0] : steps;
    if (steps.length === 0) return undefined;
    // Where few are changed, so many bytes need not be counted.
    const many = this.#splices.length + this.#insides > items.length / 4;
    return many && this.plain && isShorter([items], patch) ? [items] : patch;
  }

  #splice(): DataSplice {
    const values = this.#values;
    return this.plain || isPlain(values)
      ? [this.#at, this.#removed, ...values]
      : ['$', devalueText(values), this.#at, this.#removed];
  }
}

const isShorter = (a: unknown, b: unknown): boolean =>
  JSON.stringify(a).length < JSON.stringify(b).length;
