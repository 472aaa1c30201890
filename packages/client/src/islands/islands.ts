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
 * Islands as a region sees them: it tells them of their props, keeps what stands in their slots, and their own markup too
 * for as long as they do not render by themselves.
 */

/** Changes of props that may wait for an island to take them. */
const maxPatches = 1000;
const regions = new WeakMap<Element, RegionHandle>();
/** What hosts were built from; wanted no longer than the job that built them. */
const built = new WeakMap<Node, WeakRef<[Island['i'], Frame]>>();
/** What was found in slots, by the element that holds it. */
const contents = new WeakMap<Element, Place>();

/** Serves the islands of a region from now on. */
export function serveIslands(region: RegionHandle): void {
  const { host } = region;
  if (host.live) return;
  regions.set(host, region);
  host.live = portOf(region);
  host.addEventListener(islandErrorEvent, ({ target }) => void requestMarkup(target as Host));
  host.dispatchEvent(new Event(regionReadyEvent));
}

/** Has the server send the markup of an island that does not render by itself, where that may take a while. */
async function requestMarkup(host: Host): Promise<void> {
  const region = regions.get(host.closest(regionTag)!);
  if (!region || host.phase === 'live') return;
  // Out of reach, it is asked for again with the next change.
  const requests = await import('./markup-requests.js').catch(() => undefined);
  requests?.requestMarkup(region, host);
}

/** Builds an island: its host, behind the holder of the slots that it does not show. */
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

/** Changes the island that stands in a place. @throws Lost */
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
 * Brings a host to what one that was built for a whole tree says.
 *
 * @returns whether that is a host
 */
export function morphIsland(host: Host, next: Node): boolean {
  const made = built.get(next)?.deref();
  if (!made) return false;
  const [{ a, p, h, x }, frame] = made;
  const none = Object.fromEntries(slotsOf(host).map((slot) => [nameOf(slot), null]));
  const whole: IslandChange['i'] = { x: { ...none, ...x } };
  if (p) whole.p = typeof p === 'string' ? ['$', p] : [p];
  // Where the server could not render it, its last markup stays.
  if (!('failed' in a)) {
    host.patches = [];
    whole.h = h;
  }
  change(host, whole, frame);
  // A parser may have moved its end out: now all that it holds is there.
  if (!host.phase && !isEnd(host.lastChild))
    host.append(call(document, 'createElement', islandEndTag));
  return true;
}

/** A node with the holder before it, where it is a host that has one. */
export function withHolder(node: ChildNode): ChildNode[] {
  const holder = holderOf(node as Element);
  return holder ? [holder, node] : [node];
}
