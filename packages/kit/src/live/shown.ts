import type { Diff, Instance } from '@skerry/wire';

import { diff } from '../template/diff.js';
import type { Rendered } from '../template/template.js';
import type { TreeContext } from '../template/tree.js';

/** A change of a tree. */
export type TreeChange = Diff | Instance;

/**
 * What the browser shows of a region: the tree, its version, and the last changes, so that a browser that missed some
 * of them can have them again.
 */
export class Shown {
  #version = 0;
  #tree: Rendered | undefined;
  #sent: { change: TreeChange; bytes: number }[] | undefined;
  #sentBytes = 0;

  /** The change from what is shown to the next tree, if any; `again` renders the shown one where it was dropped. */
  change(next: Rendered, context: TreeContext, again: () => Rendered): TreeChange | undefined {
    return diff(this.#tree ?? again(), next, context);
  }

  /** Takes note of the tree that the browser will show. */
  show(next: Rendered): void {
    this.#tree = next;
  }

  /** Takes note of a change that was sent. */
  sent(change: TreeChange, bytes: number, limits: { replayFrames: number; replayBytes: number }): void {
    this.#version++;
    const sent = (this.#sent ??= []);
    sent.push({ change, bytes });
    this.#sentBytes += bytes;
    while (sent.length > limits.replayFrames || this.#sentBytes > limits.replayBytes)
      this.#sentBytes -= sent.shift()?.bytes ?? this.#sentBytes;
  }

  /** The changes since a version; `undefined` where they are not at hand any more. */
  since(version: number): TreeChange[] | undefined {
    const missed = this.#version - version;
    const sent = this.#sent ?? [];
    if (missed < 0 || missed > sent.length) return undefined;
    return sent.slice(sent.length - missed).map((entry) => entry.change);
  }

  /** Starts over: what is shown now has version 0. */
  restart(): void {
    this.#version = 0;
    this.#sent = undefined;
    this.#sentBytes = 0;
  }

  /** Gives back memory until it is needed again. */
  rest(): void {
    this.#tree = undefined;
    this.#sent = undefined;
    this.#sentBytes = 0;
  }
}
