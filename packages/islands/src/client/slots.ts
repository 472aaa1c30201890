import { holderTag, type IslandHost, outsideSlots, slotTag } from '@skerry/wire';

import type { IslandModule } from './island.js';
import { call } from './unclobbered.js';

/** No markup, as browsers take it that require Trusted Types. */
const noMarkup =
  (window as { trustedTypes?: { emptyHTML: unknown } }).trustedTypes?.emptyHTML ?? '';

/** The slots of the island itself: slots in slots belong to other islands. */
const own = slotTag + outsideSlots;

/**
 * The slots of an island. Their content survives every rendering: it waits in a holder, hidden before the
 * host, while the island does not show it.
 */
export class Slots {
  /** The elements that hold the content of slots, by name. */
  readonly #places = new Map<string, Element>();
  /** The props of the island for its slots, by name. */
  readonly #given = new Map<string, unknown>();

  constructor(readonly host: HTMLElement & Pick<IslandHost, 'slotted'>) {
    host.slotted = (name) => {
      this.#find();
      const place = this.#places.get(name) ?? this.#makeHeld(name);
      this.#places.set(name, place);
      return place;
    };
  }

  /**
   * The props of an island for its slots: elements that it never renders again. An empty slot is gone, since all others
   * hold at least a comment; the island gets it once more if it hydrates `markup` that still has it.
   */
  give({ jsx }: Pick<IslandModule, 'jsx'>, markup?: unknown): Record<string, unknown> {
    this.#find();
    const given: Record<string, unknown> = {};
    for (const [name, place] of this.#places) {
      if (!markup && !place.firstChild) {
        this.#places.delete(name);
        continue;
      }
      if (!this.#given.has(name)) this.#given.set(name, this.#make(name, jsx));
      given[name] = this.#given.get(name);
    }
    return given;
  }

  /** Moves the content of all slots into holders. */
  hold(): void {
    this.#find();
    for (const [name, place] of this.#places)
      if (this.host.contains(place) || !place.isConnected) this.#put(name, this.#makeHeld(name));
  }

  /** Moves the content back into the slots that the host shows. */
  restore(): void {
    for (const place of this.host.querySelectorAll(own)) this.#put(nameOf(place), place);
  }

  #make(name: string, jsx: IslandModule['jsx']): unknown {
    const ref = (place: Element) => {
      this.#put(name, place);
      return () => {
        if (this.#places.get(name) === place) this.#put(name, this.#makeHeld(name));
      };
    };
    return jsx(slotTag, { name, ref, dangerouslySetInnerHTML: { __html: noMarkup } });
  }

  /** Finds the slots that the server, or the client of the region, has brought. */
  #find(): void {
    const { host } = this;
    for (const [name, place] of this.#places) if (!place.parentNode) this.#places.delete(name);
    for (const place of [...host.querySelectorAll(own), ...(holderOf(host)?.children ?? [])])
      if (!this.#places.has(nameOf(place))) this.#places.set(nameOf(place), place);
  }

  /** Moves the content of a slot into another element. */
  #put(name: string, place: Element): void {
    const before = this.#places.get(name);
    this.#places.set(name, place);
    if (!before || before === place) return;
    moveChildren(before, place);
    const { parentNode } = before;
    if ((parentNode as Element | null)?.localName !== holderTag) return;
    before.remove();
    if (!parentNode!.firstChild) (parentNode as Element).remove();
  }

  #makeHeld(name: string): Element {
    const { host } = this;
    let holder = holderOf(host);
    if (!holder) {
      holder = call(document, 'createElement', holderTag);
      holder.setAttribute('hidden', '');
      host.before(holder);
    }
    const place = call(document, 'createElement', slotTag);
    place.setAttribute('name', name);
    holder.append(place);
    return place;
  }
}

const nameOf = (place: Element): string => place.getAttribute('name')!;

function holderOf(host: Element): Element | undefined {
  const before = host.previousElementSibling;
  return before?.localName === holderTag ? before : undefined;
}

/** Moves children without unloading their content, if the browser can. */
function moveChildren(from: Element, to: Element): void {
  const canMove = 'moveBefore' in to && from.isConnected && to.isConnected;
  for (let node = from.firstChild; node; node = from.firstChild)
    if (canMove) (to as Movable).moveBefore(node, null);
    else to.append(node);
}

interface Movable {
  moveBefore(node: Node, before: Node | null): void;
}
