import { type Diff, type Instance, isInstance, type Update, type UpdateMeta } from '@skerry/wire';

import { isDenial } from '../../core/deny.js';
import { fail } from '../../core/errors.js';
import { changeAt } from '../../template/at-path.js';
import { wholeAt, wholeTree } from '../../template/diff.js';
import { type HtmlContext, renderHtml } from '../../template/html.js';
import { IslandElement } from '../../template/island-element.js';
import type { LiveElement } from '../../template/live-element.js';
import { renderOwn } from '../../template/own-markup.js';
import type { Rendered } from '../../template/template.js';
import { Inside } from './child-regions.js';
import { inspectChange } from './inspect-change.js';
import type { Outlet, Respond } from './update-sink.js';
import { tooMany } from '../region/refusal.js';
import type { Region } from '../region/region.js';
import { RegionIslands } from './region-islands.js';
import { rootOf } from './root.js';
import { Shown, type TreeChange } from './replay-buffer.js';

/** Makes a change for a receiver; `named` is called where it names a template. */
type MakeChange = (outlet: Outlet, named: () => void) => TreeChange | undefined;

/** What the browser sees of a region, and how it is brought up to date. */
export class Display {
  outlet: Outlet | undefined;
  readonly inside: Inside;
  readonly islands: RegionIslands;
  readonly #region: Region;
  readonly #shown = new Shown();
  /** Renders the shown tree once more, where it was dropped. */
  #again: () => Rendered = () => rootOf(null);
  /** The state that the shown tree was rendered from. */
  #drawn: unknown;
  /** What goes along with the next update. */
  #meta: UpdateMeta | undefined;
  #stale = false;
  /** Whether a whole tree answered a join and may have been lost: then the browser counts from another one. */
  #unconfirmed = false;

  constructor(region: Region) {
    this.#region = region;
    this.inside = new Inside(region);
    this.islands = new RegionIslands(region);
  }

  /** Renders the first HTML; regions inside are mounted by `mount`, and `island` hears of every island. */
  html(
    mount: (element: LiveElement, path: string) => Promise<string>,
    island?: HtmlContext['island'],
  ): string | Promise<string> {
    const started = performance.now();
    this.#region.doing = 'render';
    const [tree, again, drawn] = this.#render();
    const context: HtmlContext = {
      region: mount,
      async: false,
      islands: this.islands,
      marks: this.#region.services.markup !== undefined,
    };
    const html = renderHtml(tree, island ? { ...context, island } : context);
    this.#region.worked(started);
    this.#show(tree, again, drawn);
    return html;
  }

  /** What is shown is not what would be rendered now. */
  changed(): void {
    this.#stale = true;
  }

  /** The browser has shown that it got the answer of its join. */
  confirmed(): void {
    this.#unconfirmed = false;
  }

  /** Keeps what is to go along with the next update. */
  keep(meta: UpdateMeta): void {
    const { view, services } = this.#region;
    const events = [...(this.#meta?.e ?? []), ...(meta.e ?? [])];
    this.#meta = { ...this.#meta, ...meta };
    if (events.length > 0) this.#meta.e = events.slice(-services.limits.replayFrames);
    if (events.length > services.limits.replayFrames)
      this.#region.report(fail('region-busy', { view: view.id }), 'push');
  }

  /** Answers a join with what the browser does not show yet: it shows version `have`, or nothing. */
  join(outlet: Outlet, have: number | undefined, reply: unknown, respond: Respond): void {
    this.islands.clear();
    const known = have !== undefined && !this.#unconfirmed;
    const missed = known ? this.#shown.since(have) : undefined;
    if (!missed) {
      const whole = this.tree(outlet);
      this.#unconfirmed = true;
      respond({ diff: { ...whole, ...this.#takeMeta() }, reply });
      return this.inside.takeProps();
    }
    const [first, ...rest] = missed;
    if (!first) return this.#joinHere(reply, respond);
    respond({ diff: first, reply });
    for (const update of rest) outlet.update(update);
    this.#region.catchUp();
  }

  /** Sends what is new by itself. */
  push(): void {
    this.deliver((update) => (update && this.outlet ? this.outlet.update(update) : 0));
  }

  /** Answers the wish for the markup of an island: as it is now, and from then on whenever it changes. */
  wishMarkup(path: string, respond: Respond, postpone: Respond): void {
    this.#wish(respond, postpone, () => this.#markup(path));
  }

  /** Answers the wish for what is at a path, of a browser that has lost its way there. */
  wishWhole(path: string, respond: Respond, postpone: Respond): void {
    this.#wish(respond, postpone, (outlet, named) => this.#whole(path, outlet, named));
  }

  /** Renders what is new and has it sent: `undefined` where there is nothing, nobody, or a slow receiver. */
  deliver(
    send: (update: Update | undefined) => number,
    changes: MakeChange = (outlet, named) =>
      this.#stale ? this.#change(outlet, named) : undefined,
  ): void {
    const { outlet } = this;
    if (!outlet || outlet.congested) return void send(undefined);
    const started = this.#region.services.hooks.onFlush.isUsed() ? performance.now() : 0;
    let bound = false;
    const change = changes(outlet, () => (bound = true));
    const meta = this.#takeMeta();
    const update = meta ? { ...change, ...meta } : change;
    const micros = started && microsSince(started);
    const bytes = send(update);
    this.inside.takeProps();
    if (!update) return;
    this.#region.scale.moved(bytes);
    const { hooks, limits, markup } = this.#region.services;
    this.#shown.sent({ update, bytes, bound }, limits);
    if (markup && change)
      inspectChange(markup, this.#region, change, this.#shown.tree(this.#again));
    if (started) hooks.onFlush.call({ region: this.#region.info, bytes, micros });
  }

  /** Gives back memory while nothing happens. */
  rest(): void {
    this.#shown.rest();
  }

  /** What it keeps in memory beside the updates that may be sent again. */
  get held(): readonly unknown[] {
    return [this.#shown.held, this.#drawn, this.#meta, this.islands.held];
  }

  /** About how many bytes those take. */
  get replayBytes(): number {
    return this.#shown.replayBytes;
  }

  /** The whole tree, as what is shown from now on. */
  tree(outlet: Outlet): Instance {
    const [tree, again, drawn] = this.#render();
    const whole = wholeTree(tree, this.inside.context(outlet));
    this.#show(tree, again, drawn);
    this.#shown.restart();
    return whole;
  }

  /** Answers the join of a browser that has missed nothing. */
  #joinHere(reply: unknown, respond: Respond): void {
    let isWhole = false;
    this.deliver((diff) => {
      isWhole = diff !== undefined && isInstance(diff);
      return respond({ diff, reply });
    });
    if (!isWhole) return;
    this.#shown.restart();
    this.#unconfirmed = true;
  }

  #change(outlet: Outlet, named: () => void): TreeChange | undefined {
    const [tree, again, drawn] = this.#render();
    const change = this.#shown.change(tree, this.inside.context(outlet, named), this.#again);
    this.#show(tree, again, drawn);
    return change;
  }

  #wish(respond: Respond, postpone: Respond, changes: MakeChange): void {
    // What is new comes first: the answer is to be of the tree that the browser has then.
    this.push();
    // To a slow reader nothing is rendered; it asks again.
    if (this.outlet?.congested) return void postpone(tooMany);
    this.deliver((diff) => respond({ diff }), changes);
  }

  /** The markup of an island that has not hydrated in the browser, if it shows one. */
  #markup(path: string): Diff | undefined {
    return changeAt(this.#shown.tree(this.#again), path, ({ value: element }) => {
      if (!(element instanceof IslandElement && element.hydrates)) return undefined;
      this.islands.wish(path);
      const own = renderOwn(element, path, this.islands);
      return own && { i: { h: own.html } };
    });
  }

  /** What is at a path, with the markup of its templates: those may be what the browser lacks. */
  #whole(path: string, outlet: Outlet, named: () => void): Diff | undefined {
    const context = this.inside.context(outlet);
    const told = new Set<number>();
    const template: typeof context.template = (of) => {
      named();
      const known = context.template(of);
      if (told.has(of.number)) return known;
      told.add(of.number);
      return [of.number, of.markup];
    };
    return wholeAt(this.#shown.tree(this.#again), path, { ...context, template });
  }

  #takeMeta(): UpdateMeta | undefined {
    const meta = this.#meta;
    this.#meta = undefined;
    return meta;
  }

  #show(tree: Rendered, again: () => Rendered, drawn: unknown): void {
    this.#shown.show(tree);
    this.#again = again;
    this.#drawn = drawn;
    this.#stale = false;
  }

  /** The tree as it is now, what renders the same once more, and from which state. @throws a denial; what the view throws */
  #render(): [tree: Rendered, again: () => Rendered, drawn: unknown] {
    const { view, props, info, services } = this.#region;
    let { state } = this.#region;
    const { beforeRender, afterRender } = services.hooks;
    if (beforeRender.isUsed()) {
      const verdict = beforeRender.call({ region: info, state });
      if (isDenial(verdict)) throw verdict;
      if (verdict) state = verdict.value;
    }
    const started = afterRender.isUsed() ? performance.now() : 0;
    const again = () => rootOf(view.render(state, props));
    const tree = again();
    if (started) afterRender.call({ region: info, micros: microsSince(started) });
    return [tree, again, state];
  }
}

/** Microseconds since a time of `performance.now()`. */
export const microsSince = (started: number): number => (performance.now() - started) * 1000;
