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
  /** Whether it names templates, which only its own connection knows. */
  bound: boolean;
}

/**
 * The tree that the browser shows of a region, its version, and the last updates, which are sent again to a browser that
 * missed them.
 */
export class ReplayBuffer {
  /** `undefined` before the first tree. */
  #version: number | undefined;
  #tree: Rendered | undefined;
  #sent: Sent[] | undefined;
  #sentBytes = 0;

  /** The shown tree; `again` renders it if it was dropped. */
  treeOr(again: () => Rendered): Rendered {
    return this.#tree ?? again();
  }

  /** The change from the shown tree to the next one, if any; `again` renders the shown tree if it was dropped. */
  changeTo(next: Rendered, context: TreeContext, again: () => Rendered): TreeChange | undefined {
    return diff(this.treeOr(again), next, context);
  }

  /** Notes the tree that the browser will show. */
  showTree(next: Rendered): void {
    this.#tree = next;
    this.#version ??= 0;
  }

  /** Notes an update that was sent, and drops the oldest beyond the limits. */
  noteUpdate(entry: Sent, limits: { maxReplayFrames: number; maxReplayBytes: number }): void {
    this.#version = (this.#version ?? 0) + 1;
    const sent = (this.#sent ??= []);
    sent.push(entry);
    this.#sentBytes += entry.bytes;
    while (sent.length > limits.maxReplayFrames || this.#sentBytes > limits.maxReplayBytes)
      this.#sentBytes -= sent.shift()?.bytes ?? this.#sentBytes;
  }

  /** The updates since a version; `undefined` if some are dropped, or cannot be read on another connection. */
  updatesSince(version: number): Update[] | undefined {
    const missed = (this.#version ?? -1) - version;
    const sent = this.#sent ?? [];
    if (missed < 0 || missed > sent.length) return undefined;
    const entries = sent.slice(sent.length - missed);
    return entries.some((entry) => entry.bound) ? undefined : entries.map((entry) => entry.update);
  }

  /** Gives the shown tree version 0, and drops the updates before it. */
  restartVersions(): void {
    this.#version = 0;
    this.#sent = undefined;
    this.#sentBytes = 0;
  }

  /** The shown tree, unless it was dropped. */
  get heldTree(): Rendered | undefined {
    return this.#tree;
  }

  /** An estimate of the bytes that the kept updates take: their text, and the objects around it. */
  get replayBytes(): number {
    return this.#sentBytes + 250 * (this.#sent?.length ?? 0);
  }

  /** Drops the tree and the updates; the tree is rendered again when it is needed. */
  releaseMemory(): void {
    this.#tree = undefined;
    this.#sent = undefined;
    this.#sentBytes = 0;
  }
}
