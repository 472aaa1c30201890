import {
  type Instance,
  type Island,
  type IslandChange,
  islandEndTag,
  islandErrorEvent,
  islandTag,
  regionReadyEvent,
  regionTag,
} from '@skerry/wire';

import { setAttributes } from '../patch/attributes.js';
import { portOf } from './island-port.js';
import {
  clearSlot,
  holderOf,
  type Host,
  isEnd,
  isHolder,
  isIsland,
  nameOf,
  showMarkup,
  slotOf,
  slotsOf,
} from './island-slots.js';
import { features } from '../features.js';
import type { Frame } from '../patch/frame.js';
import { buildChild, patchInstance, patchPart } from '../patch/patch.js';
import { lost, Place } from '../patch/places.js';
import type { RegionHandle } from '../region/region-handle.js';
import { call } from '../unclobbered.js';

/**
 * The region's side of islands. It passes props to them and patches their slots, and also their own markup as long as they
 * are not live.
 */

/** The most changes of props that may wait for an island. */
const maxPatches = 1000;
const regions = new WeakMap<Element, RegionHandle>();
/** The data from which hosts were built, for the rest of the task that built them. */
const built = new WeakMap<Node, WeakRef<[Island['i'], Frame]>>();
/** The places in slots, by the slot's element. */
const contents = new WeakMap<Element, Place>();

/** Begins to serve the islands of a region. */
export function serveIslands(region: RegionHandle): void {
  const { host } = region;
  if (host.live) return;
  regions.set(host, region);
  host.live = portOf(region);
  host.addEventListener(islandErrorEvent, ({ target }) => void requestMarkup(target as Host));
  host.dispatchEvent(new Event(regionReadyEvent));
}

/** Requests the markup of an island that is not live, if it is not going to be soon. */
async function requestMarkup(host: Host): Promise<void> {
  const region = regions.get(host.closest(regionTag)!);
  if (!region || host.phase === 'live') return;
  // If the load fails, the next change tries again.
  const requests = await import('./markup-requests.js').catch(() => undefined);
  requests?.requestMarkup(region, host);
}

/** Builds an island: its host, after the holder of the slots that it does not show. */
export function buildIsland({ i }: Island, frame: Frame): Node {
  const { a, p, h, x = {} } = i;
  const host = call(document, 'createElement', islandTag);
  const fragment = new DocumentFragment();
  fragment.append(host);
  change(host, { h, x }, frame);
  host.append(call(document, 'createElement', islandEndTag));
  setAttributes(host, a);
  if (p) host.setAttribute('props', typeof p === 'string' ? p : JSON.stringify(p));
  built.set(host, new WeakRef([i, frame]));
  return holderOf(host) ? fragment : host;
}

/** Changes the island in a place. @throws Lost */
export function patchIsland(place: Place, { i }: IslandChange, frame: Frame): void {
  const host = hostIn(place);
  change(host, i, { ...frame, language: '' });
  if (host.patches?.[maxPatches]) lost();
  if (i.p && i.h === undefined) void requestMarkup(host);
}

function hostIn({ start }: Place): Host {
  const first = start.nextSibling;
  const host = isHolder(first) ? first.nextSibling : first;
  return isIsland(host) ? host : lost();
}

function change(host: Host, { p, h, x = {} }: IslandChange['i'], frame: Frame): void {
  if (p) (host.patches ??= []).push(p);
  if (h !== undefined && host.phase !== 'live') showMarkup(host, buildChild({ h }, frame) as Node);
  for (const [name, inner] of Object.entries(x)) {
    const slot = slotOf(host, name);
    if (!inner) clearSlot(host, slot);
    else if ('s' in inner) fill(slot, inner, frame);
    else patchPart(contentOf(slot), x, name, frame, patchInstance);
  }
  host.patched?.();
}

function fill(slot: Element, instance: Instance, frame: Frame): void {
  features.morph!.morph(slot, buildChild(instance, frame) as Node);
  contents.delete(slot);
}

function contentOf(slot: Element): Place {
  const content = contents.get(slot) ?? new Place(slot);
  contents.set(slot, content);
  return content;
}

/**
 * Brings a host to the state of one that was built for a whole tree.
 *
 * @returns true if the new node is such a host
 */
export function morphIsland(host: Host, next: Node): boolean {
  const made = built.get(next)?.deref();
  if (!made) return false;
  const [{ a, p, h, x }, frame] = made;
  const none = Object.fromEntries(slotsOf(host).map((slot) => [nameOf(slot), null]));
  const whole: IslandChange['i'] = { x: { ...none, ...x } };
  if (p) whole.p = typeof p === 'string' ? ['$', p] : [p];
  // If the server could not render it, its last markup stays.
  if (!('failed' in a)) {
    host.patches = [];
    whole.h = h;
  }
  change(host, whole, frame);
  // A parser may have moved its end out: the host is complete now.
  if (!host.phase && !isEnd(host.lastChild))
    host.append(call(document, 'createElement', islandEndTag));
  return true;
}

/** Lists a node after the holder of its slots, if it is a host with one. */
export function withHolder(node: ChildNode): ChildNode[] {
  const holder = holderOf(node as Element);
  return holder ? [holder, node] : [node];
}
