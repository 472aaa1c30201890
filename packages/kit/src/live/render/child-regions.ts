import type { Instance, RegionRef } from '@skerry/wire';

import { sameMembers } from '../../core/same-members.js';
import type { LiveElement } from '../../template/live-element.js';
import type { TreeContext } from '../../template/tree.js';
import type { LiveView } from '../author/define.js';
import type { RegionCore } from '../region/parts.js';
import type { Services } from '../services.js';
import type { RegionIslands } from './region-islands.js';
import type { UpdateSink } from './update-sink.js';

/** The services that regions inside regions need. */
export interface ChildServices extends Services {
  /** The token that joins a region. */
  tokenOf(region: ChildRegion): string;
  /** Mounts a live view inside a region that a browser shows already; its queue begins with the mount. */
  mountInside(element: LiveElement, path: string, parent: ParentRegion): ChildRegion;
}

/** A region that may have others inside. */
export interface ParentRegion extends RegionCore {
  readonly services: ChildServices;
  readonly position: string;
  readonly page: string;
  readonly address: string;
  readonly renderer: { readonly children: ChildRegions };
  /** Renders again, though the state is the same. */
  refresh(): void;
}

/** A region inside another one. */
export interface ChildRegion extends ParentRegion {
  setProps(props: Record<string, unknown>): void;
  /** The whole tree; absent where it is not to be had at once. */
  wholeTree(sink: UpdateSink): Instance | undefined;
}

/** The regions inside a region, by the path of places and keys that leads to them. */
export class ChildRegions {
  readonly #parent: ParentRegion;
  readonly #islands: RegionIslands;
  #regions: Map<string, ChildRegion> | undefined;
  /** Those that were given other props, which they have not taken yet. */
  #given: (() => void)[] | undefined;

  /** @param islands those of the parent */
  constructor(parent: ParentRegion, islands: RegionIslands) {
    this.#parent = parent;
    this.#islands = islands;
  }

  /** Takes note of a region that was mounted at a path. */
  add(path: string, region: ChildRegion): void {
    if (!region.ended) (this.#regions ??= new Map()).set(path, region);
  }

  /** Takes a region that was mounted anew in the place of one that has ended; its token may be older than its props. */
  adopt(region: ChildRegion): void {
    const path = this.#pathOf(region);
    if (this.at(path)) return;
    this.add(path, region);
    this.#parent.refresh();
  }

  /** Forgets a region that has ended. */
  remove(region: ChildRegion): void {
    const path = this.#pathOf(region);
    if (this.at(path) === region) this.#regions?.delete(path);
  }

  /** The region at a path. */
  at(path: string): ChildRegion | undefined {
    return this.#regions?.get(path);
  }

  /** The surroundings of a render for this sink; `named` hears where the render names templates. */
  treeContext(sink: UpdateSink, named: () => void = () => {}): TreeContext {
    return {
      template: (template) => {
        named();
        return sink.template(template);
      },
      region: (element, path, before) => {
        const ref = this.#place(element, path, before, sink);
        if (ref?.c) named();
        return ref;
      },
      islands: this.#islands,
    };
  }

  /**
   * Has regions inside take the props that they were given. They come after the update that is rendered meanwhile: their own
   * updates may name templates that go along with that.
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
    sink: UpdateSink,
  ): RegionRef | undefined {
    const region = this.at(path);
    const stays = before && viewOf(before) === viewOf(element);
    if (!region || region.view.id !== viewOf(element)) {
      // One that has ended where it was is mounted anew when its browser joins it again.
      return stays ? undefined : this.#mount(element, path, sink);
    }
    if (!sameMembers(region.props, element.props))
      (this.#given ??= []).push(() => region.setProps(element.props));
    // In a whole tree the region is named again; where it was before, nothing changed around it.
    return stays ? undefined : this.#refTo(region);
  }

  #mount(element: LiveElement, path: string, sink: UpdateSink): RegionRef {
    const region = this.#parent.services.mountInside(element, path, this.#parent);
    this.add(path, region);
    const ref = this.#refTo(region);
    // One that is in the page's file is about to be joined there, by a browser that shows the build's HTML.
    if (this.#parent.services.prerendered.has(region.id)) return ref;
    // Where its state is here already, the region comes with its tree; else its browser gets it with the join.
    const tree = region.wholeTree(sink);
    return tree ? { ...ref, c: tree } : ref;
  }

  /** Positions in a page begin with that of the parent. */
  #pathOf(region: ChildRegion): string {
    return region.position.slice(this.#parent.position.length + 1);
  }

  #refTo(region: ChildRegion): RegionRef {
    return { v: region.id, k: this.#parent.services.tokenOf(region) };
  }
}

const viewOf = ({ view }: LiveElement): string => (view as LiveView).id;
