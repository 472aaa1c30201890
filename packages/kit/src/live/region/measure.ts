import { island } from '@skerry/islands/server';

import { Estimate } from '../../core/estimate-bytes.js';
import type { Opened } from '../../core/open-built-in.js';
import { KeyedList } from '../../template/list/keyed-list.js';
import { liveView } from '../../template/live-element.js';
import { Template } from '../../template/template.js';
import type { RegionCore } from './parts.js';

/** About how many bytes a region holds. */
export interface Size {
  readonly bytes: number;
  /** Large members of its state and props, with their bytes: regions may share them. */
  readonly large: ReadonlyMap<object, number> | undefined;
}

/** A size, and how it came about. */
export interface Measured extends Size {
  /** The part of it that is what the region shows. */
  readonly shown: number;
  /** The member of state or props that takes most. */
  readonly largest: { readonly path: string; readonly bytes: number };
  /** How much work measuring was, in objects that were looked at. */
  readonly work: number;
}

/** What a region takes that holds nothing: itself, its queue, answers and renderer, and its places in the store. */
const bare = 2_150;
/** Bytes from which on a member is large. */
const large = 4 * 1024;

/** A region that is measured. */
export interface MeasuredRegion extends RegionCore {
  readonly queue: { readonly bytes: number };
  readonly renderer: { readonly held: readonly unknown[]; readonly replayBytes: number };
  readonly held: readonly unknown[];
}

/** Adds up about what a region holds with this state, and what of that it shows, where the state is shown already. */
export function measureRegion(region: MeasuredRegion, state: object): Measured {
  const estimate = new Estimate(openOurs);
  const members = new Map<object, number>();
  let largest = { path: 'state', bytes: 0 };
  for (const [root, record] of Object.entries({ state, props: region.props }))
    for (const [name, member] of Object.entries(record)) {
      const before = estimate.bytes;
      const bytes = estimate.add(member).bytes - before;
      if (bytes > largest.bytes) largest = { path: `${root}.${name}`, bytes };
      if (bytes >= large && typeof member === 'object') members.set(member, bytes);
    }
  for (const part of region.held) estimate.add(part);
  const shown = state === region.state ? addShown(region, estimate) : 0;
  return {
    bytes: Math.round(bare + estimate.bytes + region.queue.bytes),
    shown,
    large: members.size > 0 ? members : undefined,
    largest,
    work: estimate.work,
  };
}

/** Adds what a region shows, and returns how much that is. */
function addShown({ renderer }: MeasuredRegion, estimate: Estimate): number {
  const before = estimate.bytes;
  for (const part of renderer.held) estimate.add(part);
  estimate.bytes += renderer.replayBytes;
  return estimate.bytes - before;
}

const nothing: Opened = { bytes: 0, members: [] };

/** Opens what does not show its members; what belongs to the code costs no region anything. */
function openOurs(value: object): Opened | undefined {
  if (value instanceof KeyedList) return { bytes: 200 + 124 * value.size, members: [...value] };
  if (value instanceof Template || liveView in value || island in value) return nothing;
  return undefined;
}
