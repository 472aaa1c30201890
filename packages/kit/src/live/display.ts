import type { Instance, Update, UpdateMeta } from '@skerry/wire';

import { isDenial } from '../core/deny.js';
import { fail } from '../core/errors.js';
import { wholeTree } from '../template/diff.js';
import { renderHtml } from '../template/html.js';
import type { LiveElement } from '../template/live-element.js';
import type { Rendered } from '../template/template.js';
import type { TreeContext } from '../template/tree.js';
import { Inside } from './inside.js';
import type { Outlet, Respond } from './outlet.js';
import type { Region } from './region.js';
import { rootOf } from './root.js';
import { Shown, type TreeChange } from './shown.js';

/** What the browser sees of a region, and how it is brought up to date. */
export class Display {
  outlet: Outlet | undefined;
  readonly inside: Inside;
  readonly #region: Region;
  readonly #shown = new Shown();
  /** Renders the shown tree once more, where it was dropped. */
  #again: () => Rendered = () => rootOf(null);
  /** What goes along with the next update. */
  #meta: UpdateMeta | undefined;
  #stale = false;

  constructor(region: Region) {
    this.#region = region;
    this.inside = new Inside(region);
  }

  /** Renders the first HTML; regions inside are mounted by `mount`. */
  html(mount: (element: LiveElement, path: string) => Promise<string>): string | Promise<string> {
    const tree = this.#render();
    const html = renderHtml(tree, { region: mount, async: false });
    this.#show(tree);
    return html;
  }

  /** What is shown is not what would be rendered now. */
  changed(): void {
    this.#stale = true;
  }

  /** Keeps what is to go along with the next update. */
  keep(meta: UpdateMeta): void {
    const before = this.#meta?.e;
    this.#meta = { ...this.#meta, ...meta };
    if (before && meta.e) this.#meta.e = [...before, ...meta.e];
  }

  /** Answers a join with what the browser does not show yet: it shows version `have`, or nothing. */
  join(have: number | undefined, reply: unknown, respond: Respond): void {
    const missed = have === undefined ? undefined : this.#shown.since(have);
    if (!missed) {
      const whole = this.tree(this.inside.context(this.outlet as Outlet));
      return void respond({ diff: { ...whole, ...this.#takeMeta() }, reply });
    }
    const [first, ...rest] = missed;
    if (!first) return this.deliver((diff) => respond({ diff, reply }));
    respond({ diff: first, reply });
    for (const change of rest) this.outlet?.update(change);
    this.push();
  }

  /** Sends what is new by itself. */
  push(): void {
    this.deliver((update) => (update && this.outlet ? this.outlet.update(update) : 0));
  }

  /** Renders what is new and has it sent: `undefined` where there is nothing, nobody, or a slow receiver. */
  deliver(send: (update: Update | undefined) => number): void {
    const { outlet } = this;
    if (!outlet || outlet.congested) return void send(undefined);
    const started = this.#region.services.hooks.onFlush.isUsed() ? performance.now() : 0;
    const change = this.#stale ? this.#change(outlet) : undefined;
    this.#send(change, started, send);
  }

  /** Gives back memory while nothing happens. */
  rest(): void {
    this.#shown.rest();
  }

  /** The whole tree, as what is shown from now on. */
  tree(context: TreeContext): Instance {
    const tree = this.#render();
    const whole = wholeTree(tree, context);
    this.#show(tree);
    this.#shown.restart();
    return whole;
  }

  #change(outlet: Outlet): TreeChange | undefined {
    const tree = this.#render();
    const change = this.#shown.change(tree, this.inside.context(outlet), this.#again);
    this.#show(tree);
    return change;
  }

  #send(
    change: TreeChange | undefined,
    started: number,
    send: (update: Update | undefined) => number,
  ): void {
    const { hooks, limits } = this.#region.services;
    const meta = this.#takeMeta();
    const update = meta ? { ...change, ...meta } : change;
    const bytes = send(update);
    if (change) this.#shown.sent(change, bytes, limits);
    if (started && update)
      hooks.onFlush.call({ region: this.#region.info, bytes, micros: microsSince(started) });
  }

  #takeMeta(): UpdateMeta | undefined {
    const meta = this.#meta;
    this.#meta = undefined;
    return meta;
  }

  #show(tree: Rendered): void {
    const { view, state, props } = this.#region;
    this.#shown.show(tree);
    this.#again = () => rootOf(view.render(state, props));
    this.#stale = false;
  }

  #render(): Rendered {
    const { view, props, info, services } = this.#region;
    let { state } = this.#region;
    if (services.hooks.beforeRender.isUsed()) {
      const verdict = services.hooks.beforeRender.call({ region: info, state });
      if (isDenial(verdict)) throw fail('denied', { step: 'render', reason: verdict.reason });
      if (verdict) state = verdict.value;
    }
    const { afterRender } = services.hooks;
    const started = afterRender.isUsed() ? performance.now() : 0;
    const tree = rootOf(view.render(state, props));
    if (started) afterRender.call({ region: info, micros: microsSince(started) });
    return tree;
  }
}

/** Microseconds since a time of `performance.now()`. */
export const microsSince = (started: number): number => (performance.now() - started) * 1000;
