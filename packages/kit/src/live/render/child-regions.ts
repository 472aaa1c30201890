import type { RegionRef } from '@skerry/wire';

import { sameMembers } from '../../core/same-members.js';
import type { LiveElement } from '../../template/live-element.js';
import type { TreeContext } from '../../template/tree.js';
import type { LiveView } from '../author/define.js';
import type { Outlet } from './update-sink.js';
import type { Region } from '../region/region.js';

/** The regions inside a region, by the path of places and keys that leads to them. */
export class Inside {
  readonly #around: Region;
  #regions: Map<string, Region> | undefined;
  /** Those that were given other props, which they have not taken yet. */
  #given: (() => void)[] | undefined;

  constructor(around: Region) {
    this.#around = around;
  }

  /** Takes note of a region that was mounted at a path. */
  add(path: string, region: Region): void {
    if (!region.ended) (this.#regions ??= new Map()).set(path, region);
  }

  /** Takes a region that was mounted anew in the place of one that has ended; its token may be older than its props. */
  adopt(region: Region): void {
    const path = this.#pathOf(region);
    if (this.at(path)) return;
    this.add(path, region);
    this.#around.refresh();
  }

  /** Forgets a region that has ended. */
  remove(region: Region): void {
    const path = this.#pathOf(region);
    if (this.at(path) === region) this.#regions?.delete(path);
  }

  /** The region at a path. */
  at(path: string): Region | undefined {
    return this.#regions?.get(path);
  }

  /** What rendering for this outlet asks of its surroundings; `named` hears where what is rendered names templates. */
  context(outlet: Outlet, named: () => void = () => {}): TreeContext {
    return {
      template: (template) => {
        named();
        return outlet.template(template);
      },
      region: (element, path, before) => {
        const ref = this.#place(element, path, before, outlet);
        if (ref?.c) named();
        return ref;
      },
      islands: this.#around.display.islands,
    };
  }

  /**
   * Has regions inside take the props that they were given. They come after the update that is rendered meanwhile: what they
   * send may name templates that go along with that.
   */
  takeProps(): void {
    const given = this.#given;
    this.#given = undefined;
    given?.forEach((take) => take());
  }

  #place(
    element: LiveElement,
    path: string,
    before: LiveElement | undefined,
    outlet: Outlet,
  ): RegionRef | undefined {
    const region = this.at(path);
    const stays = before && viewOf(before) === viewOf(element);
    if (!region || region.view.id !== viewOf(element)) {
      // One that has ended where it stood is mounted anew when its browser joins it again.
      return stays ? undefined : this.#mount(element, path, outlet);
    }
    if (!sameMembers(region.props, element.props))
      (this.#given ??= []).push(() => region.setProps(element.props));
    // In a whole tree the region is named again; where it stood before, nothing changed around it.
    return stays ? undefined : this.#refTo(region);
  }

  #mount(element: LiveElement, path: string, outlet: Outlet): RegionRef {
    const region = this.#around.services.mountInside(element, path, this.#around);
    this.add(path, region);
    const ref = this.#refTo(region);
    // One that stands in the page's file is about to be joined there, by a browser that shows what the build made.
    if (this.#around.services.prerendered.has(region.id)) return ref;
    // Where its state is here already, the region comes with its tree; else its browser gets it with the join.
    const tree = region.whole(outlet);
    return tree ? { ...ref, c: tree } : ref;
  }

  /** Positions in a page begin with that of the region around. */
  #pathOf(region: Region): string {
    return region.position.slice(this.#around.position.length + 1);
  }

  #refTo(region: Region): RegionRef {
    return { v: region.id, k: this.#around.services.tokenOf(region) };
  }
}

const viewOf = ({ view }: LiveElement): string => (view as LiveView).id;
