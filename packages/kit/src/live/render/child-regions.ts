import type { Instance, RegionRef } from '@skerry/wire';

import { sameMembers } from '../../core/plain-data.js';
import type { LiveElement } from '../../template/live.js';
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
  /** Renders again with the same state. */
  refreshView(): void;
}

/** A region inside another one. */
export interface ChildRegion extends ParentRegion {
  setProps(props: Record<string, unknown>): void;
  /** The whole tree; `undefined` if it is not available at once. */
  wholeTree(sink: UpdateSink): Instance | undefined;
}

/** The regions inside a region, by their path of places and keys. */
export class ChildRegions {
  readonly #parent: ParentRegion;
  readonly #islands: RegionIslands;
  #regions: Map<string, ChildRegion> | undefined;
  /** Changes of props that the regions have not taken yet. */
  #given: (() => void)[] | undefined;

  /** @param islands the islands of the parent */
  constructor(parent: ParentRegion, islands: RegionIslands) {
    this.#parent = parent;
    this.#islands = islands;
  }

  /** Notes a region that was mounted at a path. */
  addRegion(path: string, region: ChildRegion): void {
    if (!region.ended) (this.#regions ??= new Map()).set(path, region);
  }

  /** Takes a region that replaces an ended one; its token may be older than its props, so the parent renders again. */
  adoptRegion(region: ChildRegion): void {
    const path = this.#pathOf(region);
    if (this.regionAt(path)) return;
    this.addRegion(path, region);
    this.#parent.refreshView();
  }

  /** Forgets a region that has ended. */
  removeRegion(region: ChildRegion): void {
    const path = this.#pathOf(region);
    if (this.regionAt(path) === region) this.#regions?.delete(path);
  }

  /** The region at a path. */
  regionAt(path: string): ChildRegion | undefined {
    return this.#regions?.get(path);
  }

  /** The context of a render for this sink; `named` is called for every named template. */
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
   * Gives the regions inside their changed props. They follow the update of the parent, since their own updates may name
   * templates that the parent's update carries.
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
    const region = this.regionAt(path);
    const stays = before && viewOf(before) === viewOf(element);
    if (!region || region.view.id !== viewOf(element)) {
      // An ended region is mounted again when its browser joins it again.
      return stays ? undefined : this.#mount(element, path, sink);
    }
    if (!sameMembers(region.props, element.props))
      (this.#given ??= []).push(() => region.setProps(element.props));
    // A whole tree names the region again; a diff has nothing to say about a region that stays.
    return stays ? undefined : this.#refTo(region);
  }

  #mount(element: LiveElement, path: string, sink: UpdateSink): RegionRef {
    const region = this.#parent.services.mountInside(element, path, this.#parent);
    this.addRegion(path, region);
    const ref = this.#refTo(region);
    // A browser that shows the build's HTML is about to join a region of the page's file.
    if (this.#parent.services.prerendered.has(region.id)) return ref;
    // A region whose mount is done comes with its tree; otherwise the join brings it.
    const tree = region.wholeTree(sink);
    return tree ? { ...ref, c: tree } : ref;
  }

  /** The path inside the parent: positions begin with the position of the parent. */
  #pathOf(region: ChildRegion): string {
    return region.position.slice(this.#parent.position.length + 1);
  }

  #refTo(region: ChildRegion): RegionRef {
    return { v: region.id, k: this.#parent.services.tokenOf(region) };
  }
}

const viewOf = ({ view }: LiveElement): string => (view as LiveView).id;
