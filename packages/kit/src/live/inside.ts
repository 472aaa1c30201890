import type { RegionRef } from '@skerry/wire';

import type { LiveElement } from '../template/live-element.js';
import type { TreeContext } from '../template/tree.js';
import type { LiveView } from './define.js';
import type { Outlet } from './outlet.js';
import type { Region } from './region.js';

/** The regions inside a region, by the path of places and keys that leads to them. */
export class Inside {
  readonly #around: Region;
  #regions: Map<string, Region> | undefined;

  constructor(around: Region) {
    this.#around = around;
  }

  /** Takes note of a region that was mounted with the page. */
  add(path: string, region: Region): void {
    (this.#regions ??= new Map()).set(path, region);
  }

  /** The region at a path. */
  at(path: string): Region | undefined {
    return this.#regions?.get(path);
  }

  /** What rendering for this outlet asks of its surroundings. */
  context(outlet: Outlet): TreeContext {
    const context: TreeContext = {
      template: (template) => outlet.template(template),
      region: (element, path, before) => this.#place(element, path, before, context),
    };
    return context;
  }

  #place(
    element: LiveElement,
    path: string,
    before: LiveElement | undefined,
    context: TreeContext,
  ): RegionRef | undefined {
    const region = this.at(path);
    if (!region || region.ended || region.view.id !== (element.view as LiveView).id)
      return this.#mount(element, path, context);
    if (!sameProps(region.props, element.props)) region.setProps(element.props);
    // In a whole tree the region is named again; where it stood before, nothing changed around it.
    return before ? undefined : this.#refTo(region);
  }

  #mount(element: LiveElement, path: string, context: TreeContext): RegionRef {
    const region = this.#around.services.mountInside(element, path, this.#around);
    this.add(path, region);
    const ref = this.#refTo(region);
    // Where its state is here already, the region comes with its tree; else its browser gets it with the join.
    return region.queue.busy || region.ended ? ref : { ...ref, c: region.display.tree(context) };
  }

  #refTo(region: Region): RegionRef {
    return { v: region.id, k: this.#around.services.tokenOf(region) };
  }
}

function sameProps(a: Record<string, unknown>, b: Record<string, unknown>): boolean {
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && Object.is(a[name], b[name]))
  );
}
