import type { Diff, Instance, Update } from '@skerry/wire';

import { diff } from '../../template/diff.js';
import type { Rendered } from '../../template/template.js';
import type { TreeContext } from '../../template/tree.js';

/** A change of a tree. */
export type TreeChange = Diff | Instance;

/** An update that was sent. */
interface Sent {
  update: Update;
  bytes: number;
  /** Whether it names templates: then it means something on its own connection alone. */
  bound: boolean;
}

/**
 * What the browser shows of a region: the tree, its version, and the last updates, so that a browser that missed some
 * of them can have them again.
 */
export class ReplayBuffer {
  /** None where nothing was shown yet. */
  #version: number | undefined;
  #tree: Rendered | undefined;
  #sent: Sent[] | undefined;
  #sentBytes = 0;

  /** The tree; `again` renders it where it was dropped. */
  tree(again: () => Rendered): Rendered {
    return this.#tree ?? again();
  }

  /** The change from what is shown to the next tree, if any; `again` renders the shown one where it was dropped. */
  change(next: Rendered, context: TreeContext, again: () => Rendered): TreeChange | undefined {
    return diff(this.tree(again), next, context);
  }

  /** Takes note of the tree that the browser will show. */
  show(next: Rendered): void {
    this.#tree = next;
    this.#version ??= 0;
  }

  /** Takes note of an update that was sent. */
  sent(entry: Sent, limits: { maxReplayFrames: number; maxReplayBytes: number }): void {
    this.#version = (this.#version ?? 0) + 1;
    const sent = (this.#sent ??= []);
    sent.push(entry);
    this.#sentBytes += entry.bytes;
    while (sent.length > limits.maxReplayFrames || this.#sentBytes > limits.maxReplayBytes)
      this.#sentBytes -= sent.shift()?.bytes ?? this.#sentBytes;
  }

  /** The updates since a version; `undefined` where they cannot be had, or mean nothing on another connection. */
  since(version: number): Update[] | undefined {
    const missed = (this.#version ?? -1) - version;
    const sent = this.#sent ?? [];
    if (missed < 0 || missed > sent.length) return undefined;
    const entries = sent.slice(sent.length - missed);
    return entries.some((entry) => entry.bound) ? undefined : entries.map((entry) => entry.update);
  }

  /** Starts over: what is shown now has version 0. */
  restart(): void {
    this.#version = 0;
    this.#sent = undefined;
    this.#sentBytes = 0;
  }

  /** The tree, where it was not dropped. */
  get held(): Rendered | undefined {
    return this.#tree;
  }

  /** About how many bytes the updates take that may be sent again: their text, and the objects that it is in. */
  get replayBytes(): number {
    return this.#sentBytes + 250 * (this.#sent?.length ?? 0);
  }

  /** Gives back memory until it is needed again. */
  rest(): void {
    this.#tree = undefined;
    this.#sent = undefined;
    this.#sentBytes = 0;
  }
}
