import { island } from '@skerry/islands/server';

import { Estimate } from '../../core/estimate-bytes.js';
import type { Opened } from '../../core/open-built-in.js';
import { KeyedList } from '../../template/list/keyed-list.js';
import { liveView } from '../../template/live.js';
import { Template } from '../../template/template.js';
import type { RegionCore } from './parts.js';

/** An estimate of the bytes that a region holds. */
export interface Size {
  readonly bytes: number;
  /** Large members of its state and props, with their bytes: regions may share them. */
  readonly large: ReadonlyMap<object, number> | undefined;
}

/** A size with its details. */
export interface Measured extends Size {
  /** The part of it that is the shown tree. */
  readonly shown: number;
  /** The largest member of state or props. */
  readonly largest: { readonly path: string; readonly bytes: number };
  /** The work of measuring, in visited objects. */
  readonly work: number;
}

/** The bytes of an empty region: itself, its queue, answers and renderer, and its entries in the registry. */
const bare = 2_150;
/** A member of at least this many bytes is large. */
const large = 4 * 1024;

/** A region that is measured. */
export interface MeasuredRegion extends RegionCore {
  readonly queue: { readonly bytes: number };
  readonly renderer: { readonly held: readonly unknown[]; readonly replayBytes: number };
  readonly held: readonly unknown[];
}

/** Estimates the bytes of a region with this state; the shown tree counts only if the state is already shown. */
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

/** Adds the shown tree of a region, and returns its bytes. */
function addShown({ renderer }: MeasuredRegion, estimate: Estimate): number {
  const before = estimate.bytes;
  for (const part of renderer.held) estimate.add(part);
  estimate.bytes += renderer.replayBytes;
  return estimate.bytes - before;
}

const nothing: Opened = { bytes: 0, members: [] };

/** Opens values that hide their members; values that belong to the code cost a region nothing. */
function openOurs(value: object): Opened | undefined {
  if (value instanceof KeyedList) return { bytes: 200 + 124 * value.size, members: [...value] };
  if (value instanceof Template || liveView in value || island in value) return nothing;
  return undefined;
}
