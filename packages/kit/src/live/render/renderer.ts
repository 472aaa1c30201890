import { type Diff, type Instance, isInstance, type Update, type UpdateMeta } from '@skerry/wire';

import { withLocals } from '../../core/blame.js';
import { isDenial } from '../../core/deny.js';
import { microsSince } from '../../core/elapsed.js';
import { fail } from '../../core/errors.js';
import { changeAt } from '../../template/at-path.js';
import { wholeAt, wholeTree } from '../../template/diff.js';
import type { HtmlContext } from '../../template/html-context.js';
import { renderHtml } from '../../template/html-writer.js';
import { IslandElement } from '../../template/island/island-element.js';
import type { LiveElement } from '../../template/live.js';
import { renderIsland } from '../../template/island/island-html.js';
import type { Rendered } from '../../template/template.js';
import { channels } from '../../tracing/channels.js';
import { traceFlush, traceRender } from './trace-region.js';
import { ChildRegions, type ParentRegion } from './child-regions.js';
import { rootOf } from './fresh-tree.js';
import { inspectChange } from './inspect-change.js';
import { RegionIslands } from './region-islands.js';
import { ReplayBuffer, type TreeChange } from './replay-buffer.js';
import type { UpdateSink } from './update-sink.js';

/** A tree, a function that renders it again, and the state that it shows. */
type Drawing = readonly [tree: Rendered, again: () => Rendered, state: unknown];

/** Renders a region, and compares with the tree that its browser shows: the difference is the next update. */
export class Renderer {
  /** The receiver of updates; `undefined` while the region is parked. */
  sink: UpdateSink | undefined;
  readonly children: ChildRegions;
  readonly islands: RegionIslands;
  readonly #region: ParentRegion;
  readonly #replay = new ReplayBuffer();
  /** Renders the shown tree again, if it was dropped. */
  #again: () => Rendered = () => rootOf(null);
  /** The state that the shown tree was rendered from. */
  #drawn: unknown;
  /** The effects that go with the next update. */
  #meta: UpdateMeta | undefined;
  #isStale = false;
  /** Is true while the whole tree that answered a join may have been lost: the browser may count from an older one. */
  #isUnconfirmed = false;
  /** The change in the update that is about to be sent, and its time in microseconds. */
  #change: TreeChange | undefined;
  #micros = 0;
  /** Is true if that update names templates, which only its own connection knows. */
  #isBound = false;

  constructor(region: ParentRegion) {
    this.#region = region;
    this.islands = new RegionIslands(region);
    this.children = new ChildRegions(region, this.islands);
  }

  /** Renders the first HTML; `mount` mounts the regions inside, and the page around it may concern itself with the islands. */
  firstHtml(
    mount: (element: LiveElement, path: string) => Promise<string>,
    page?: Pick<HtmlContext, 'island' | 'wrapIsland'>,
  ): string | Promise<string> {
    const drawing = this.#draw();
    const context: HtmlContext = {
      region: mount,
      async: false,
      islands: this.islands,
      marks: this.#region.services.markup !== undefined,
    };
    const html = renderHtml(drawing[0], { ...context, ...page });
    this.#show(drawing);
    // The region may have been in another page before.
    this.#replay.restartVersions();
    return html;
  }

  /** Notes that the state or the props have changed. */
  markStale(): void {
    this.#isStale = true;
  }

  /** Notes that the answer of the join has arrived. */
  confirmJoin(): void {
    this.#isUnconfirmed = false;
  }

  /** Keeps effects for the next update. */
  keepMeta(meta: UpdateMeta): void {
    const { view, services } = this.#region;
    const { maxReplayFrames } = services.limits;
    const events = [...(this.#meta?.e ?? []), ...(meta.e ?? [])];
    this.#meta = { ...this.#meta, ...meta };
    if (events.length > 0) this.#meta.e = events.slice(-maxReplayFrames);
    if (events.length > maxReplayFrames)
      this.#region.reportError(fail('region-busy', { view: view.id }), 'emit');
  }

  /** Takes the effects that wait, for an answer that is no update. */
  takeEffects(): UpdateMeta | undefined {
    return this.#takeMeta();
  }

  /** True while effects wait for the next update. */
  get holdsMeta(): boolean {
    return this.#meta !== undefined;
  }

  /** The updates that a browser with this version lacks; `undefined` if it needs the whole tree. */
  missedUpdates(have: number | undefined): readonly Update[] | undefined {
    // Another page may have joined, and makes its own requests.
    this.islands.forgetRequests();
    return have === undefined || this.#isUnconfirmed ? undefined : this.#replay.updatesSince(have);
  }

  /** The next update; `undefined` if nothing has changed, no receiver is there, or it is slow. */
  nextUpdate(): Update | undefined {
    return this.#update((sink) => (this.#isStale ? this.#newChange(sink) : undefined));
  }

  /** The markup of an island that has not hydrated; from now on its changes are sent too. */
  islandUpdate(path: string): Update | undefined {
    return this.#update(() => this.#islandMarkup(path));
  }

  /** Everything at a path, for a browser that did not find the place of an update. */
  wholeUpdate(path: string): Update | undefined {
    return this.#update((sink) => this.#wholeAt(path, sink));
  }

  /** The whole tree with its effects, as the answer of a join. */
  joinUpdate(sink: UpdateSink): Update {
    const tree = this.wholeTree(sink);
    this.#isUnconfirmed = true;
    return { ...tree, ...this.#takeMeta() };
  }

  /** The whole tree, which the browser shows from now on. */
  wholeTree(sink: UpdateSink): Instance {
    const drawing = this.#draw();
    const whole = wholeTree(drawing[0], this.children.treeContext(sink));
    this.#show(drawing);
    this.#replay.restartVersions();
    return whole;
  }

  /** Sends an update, if there is one, and publishes that on `skerry:flush`. */
  traceFlush(update: Update | undefined, send: () => number): number {
    return update ? traceFlush(this.#region, send) : send();
  }

  /** Notes that the last update was sent in so many bytes; the regions inside take their props after it. */
  noteSent(update: Update | undefined, bytes: number): void {
    const change = this.#change;
    this.#change = undefined;
    this.children.takeProps();
    if (!update) return;
    const { hooks, limits, markup } = this.#region.services;
    this.#replay.noteUpdate({ update, bytes, bound: this.#isBound }, limits);
    if (markup && change) inspectChange(markup, this.#region, change, this.shownTree);
    if (!hooks.onFlush.isUsed()) return;
    const { info: region } = this.#region;
    hooks.onFlush.call({ region, name: region.view, bytes, micros: this.#micros });
  }

  /** Notes that an update answered the join of a browser that had missed nothing; a whole tree restarts the versions. */
  noteJoined(update: Update | undefined): void {
    if (!update || !isInstance(update)) return;
    this.#replay.restartVersions();
    this.#isUnconfirmed = true;
  }

  /** The tree that the browser shows. */
  get shownTree(): Rendered {
    return this.#replay.treeOr(this.#again);
  }

  /** Drops memory that can be made again. */
  releaseMemory(): void {
    this.#replay.releaseMemory();
  }

  /** The memory that it takes, except the kept updates. */
  get held(): readonly unknown[] {
    return [this.#replay.heldTree, this.#drawn, this.#meta, this.islands.held];
  }

  /** An estimate of the bytes that the kept updates take. */
  get replayBytes(): number {
    return this.#replay.replayBytes;
  }

  #update(changes: (sink: UpdateSink) => TreeChange | undefined): Update | undefined {
    const { sink } = this;
    if (!sink || sink.congested) return undefined;
    const started = this.#region.services.hooks.onFlush.isUsed() ? performance.now() : 0;
    this.#isBound = false;
    const change = (this.#change = changes(sink));
    const meta = this.#takeMeta();
    this.#micros = started && microsSince(started);
    return meta ? { ...change, ...meta } : change;
  }

  readonly #bind = (): void => void (this.#isBound = true);

  #newChange(sink: UpdateSink): TreeChange | undefined {
    const drawing = this.#draw();
    const context = this.children.treeContext(sink, this.#bind);
    const change = this.#replay.changeTo(drawing[0], context, this.#again);
    this.#show(drawing);
    return change;
  }

  #islandMarkup(path: string): Diff | undefined {
    return changeAt(this.shownTree, path, ({ value: element }) => {
      if (!(element instanceof IslandElement && element.hydrates)) return undefined;
      this.islands.requestMarkup(path);
      const own = renderIsland(element, path, this.islands);
      return own && { i: { h: own.html } };
    });
  }

  /** With the markup of its templates, which the browser may lack. */
  #wholeAt(path: string, sink: UpdateSink): Diff | undefined {
    const context = this.children.treeContext(sink);
    const told = new Set<number>();
    const template: typeof context.template = (of) => {
      this.#bind();
      const known = context.template(of);
      if (told.has(of.number)) return known;
      told.add(of.number);
      return [of.number, of.markup];
    };
    return wholeAt(this.shownTree, path, { ...context, template });
  }

  #takeMeta(): UpdateMeta | undefined {
    const meta = this.#meta;
    this.#meta = undefined;
    return meta;
  }

  #show([tree, again, drawn]: Drawing): void {
    this.#replay.showTree(tree);
    this.#again = again;
    this.#drawn = drawn;
    this.#isStale = false;
  }

  /** Renders the current state. @throws the denial of a guard; errors of the view */
  #draw(): Drawing {
    return channels.render.hasSubscribers ? this.#traceDraw() : this.#drawState();
  }

  #traceDraw(): Drawing {
    return traceRender(this.#region, () => this.#drawState());
  }

  #drawState(): Drawing {
    const { view, props, info, locals, services } = this.#region;
    let { state } = this.#region;
    const { beforeRender, afterRender } = services.hooks;
    if (beforeRender.isUsed()) {
      const verdict = beforeRender.call({ region: info, state });
      if (isDenial(verdict)) throw verdict;
      if (verdict) state = verdict.value;
    }
    const started = afterRender.isUsed() ? performance.now() : 0;
    const again = () => withLocals(locals, () => rootOf(view.render(state, props)));
    const report = (error: Error) => this.#region.reportError(error, 'boundary');
    const tree = withLocals(locals, () => rootOf(view.render(state, props, report)));
    if (started) afterRender.call({ region: info, micros: microsSince(started) });
    return [tree, again, state];
  }
}
