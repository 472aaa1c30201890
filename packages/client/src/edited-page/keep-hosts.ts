import {
  type DataPatch,
  holderTag,
  ignoreAttribute,
  islandTag,
  originAttribute,
  regionTag,
} from '@skerry/wire';

import { type Host, isIsland as isIslandHost, nameOf, slotsOf } from '../islands/island-slots.js';
import { nearest } from '../patch/values.js';

/** Finds the regions and islands that stay on an edited page. */

/** A host that stays. */
export interface KeptHost {
  readonly host: Host;
  /** Takes its place in the new tree. */
  readonly standIn: Element;
  /** The slots that the new tree has for it, by name. */
  readonly slots: ReadonlyMap<string, Element>;
}

/** Selects regions and islands. */
export const hosts = `${regionTag},${islandTag}`;

const isIsland = (host: Host): boolean => isIslandHost(host);

/** Finds the hosts in a tree that are in no other. */
const hostsIn = (tree: ParentNode & Node): Host[] =>
  [...tree.querySelectorAll<Host>(hosts)].filter((host) => {
    const around = nearest(host.parentElement ?? host, `${hosts},${holderTag}`);
    return !around || around === host || !tree.contains(around) || around === tree;
  });

/**
 * Puts stand-ins into a new tree for the hosts that stay in an element: regions that the edited page would make of the same, and islands
 * of the same name that are live. Live islands get new props.
 */
export function keepHosts(element: Element, tree: ParentNode & Node): KeptHost[] {
  const old = hostsIn(element);
  const free = new Set(old.filter(canStay));
  const kept: KeptHost[] = [];
  const next = new Set(hostsIn(tree));
  for (const likeness of [originOf, islandOf])
    for (const each of next) {
      const likes = likeness(each);
      const host = likes && [...free].find((other) => likeness(other) === likes);
      if (!host) continue;
      next.delete(each);
      free.delete(host);
      kept.push(keepHost(host, each));
    }
  // Others must not become the new ones, which begin anew.
  for (const host of old) if (free.has(host) || isStuck(host)) host.remove();
  return kept;
}

/** Returns false for an island that waits: it has nothing to lose, and becomes the new one by itself. */
const canStay = (host: Host): boolean => !isIsland(host) || host.phase === 'live';

/** Returns true for an island that has failed, or is about to show the old page's data. */
const isStuck = ({ phase }: Host): boolean => phase === 'failed' || phase === 'loading';

/** What a region was made of, or an island with its data. */
const originOf = (host: Host): string | null =>
  isIsland(host)
    ? `${islandOf(host)} ${host.getAttribute('props')}`
    : host.getAttribute(originAttribute);

/** What an island is, without its data: its component, its strategy, and the keys around it. */
function islandOf(host: Host): string | null {
  if (!isIsland(host)) return null;
  return ['name', 'on', 'with', originAttribute].map((name) => host.getAttribute(name)).join(' ');
}

function keepHost(host: Host, next: Host): KeptHost {
  const at = next.getAttribute('at');
  if (at !== null) host.setAttribute('at', at);
  const slots = isIsland(host) ? slotsOf(next).map((slot) => [nameOf(slot), slot] as const) : [];
  if (isIsland(host)) takeProps(host, next.getAttribute('props')!);
  else if (nearest(next, 'body')) takeForms(host, next);
  host.setAttribute(ignoreAttribute, '');
  const standIn = host.cloneNode() as Element;
  next.replaceWith(standIn);
  return { host, standIn, slots: new Map(slots) };
}

function takeProps(host: Host, text: string): void {
  if (host.getAttribute('props') === text) return;
  const patch: DataPatch = text.startsWith('[') ? ['$', text] : [JSON.parse(text)];
  host.setAttribute('props', text);
  (host.patches ??= []).push(patch);
  host.patched?.();
}

/** Gives the forms by which a region works without script its name. */
function takeForms(host: Host, next: Host): void {
  for (const form of next.ownerDocument.querySelectorAll(`form[id^="${next.id}-"]`))
    form.id = form.id.replace(next.id, host.id);
}
