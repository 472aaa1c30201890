import type { Instance } from '@skerry/wire';

import type { Blamed } from '../../core/blame.js';
import type { UnmountReason } from '../author/contexts.js';
import type { LiveView } from '../author/define.js';
import { Delivery } from '../render/delivery.js';
import { freshTree } from '../render/fresh-tree.js';
import { Renderer } from '../render/renderer.js';
import type { Reply, Respond, UpdateSink } from '../render/update-sink.js';
import { AnswerLog } from './answer-log.js';
import { Failures } from './failures.js';
import { WorkQueue } from './queue.js';
import { notJoined, regionFailed } from './refusal.js';
import { RegionRecord } from './region-record.js';
import { Scale } from './scale.js';

/** The shown side of a region: it is rendered, attached to a channel, and sent to its browser. */
export abstract class RenderedRegion extends RegionRecord implements Blamed {
  readonly renderer = new Renderer(this);
  readonly queue = new WorkQueue(this);
  /** The estimate of its memory. */
  readonly scale = new Scale(this);
  /** The answer to events and joins after the end of the region. */
  lastWord: Reply = { error: regionFailed };
  protected readonly delivery = new Delivery(this.renderer, this.scale);
  protected readonly answers = new AnswerLog();
  protected readonly failures = new Failures(this);
  protected isMounted = false;
  /** The number of names that the mount has got. */
  #names = 0;

  /** The memory that it takes besides its state, its props and its shown tree. */
  abstract get held(): readonly unknown[];
  /** Takes an uncaught error of its work. */
  abstract panic(error: Error): void;
  /** A browser shows the region, for the first time or again. */
  protected abstract noteShown(): void;
  /** Ends the region, once. */
  abstract endRegion(reason: UnmountReason): void;

  nextName(): string | undefined {
    return this.isMounted ? undefined : `${this.view.id} ${this.position} ${this.#names++}`;
  }

  /** Sets the first state. */
  beginState(state: Record<string, unknown>): void {
    this.state = this.holdState(state);
    this.isMounted = true;
    this.renderer.markStale();
  }

  /** Renders the first HTML; `mount` mounts the regions inside, and `island` receives every island. */
  firstHtml(...context: Parameters<Renderer['firstHtml']>): string | Promise<string> {
    const started = performance.now();
    this.doing = 'render';
    const html = this.renderer.firstHtml(...context);
    this.noteWork(started);
    return html;
  }

  /** Attaches the region to a channel, and answers with everything that its browser does not show yet. */
  attachSink(sink: UpdateSink, have: number | undefined, respond: Respond): void {
    this.queue.addJob(() => {
      if (this.ended) return void respond(this.lastWord);
      // While the join waited, the channel may have been dropped.
      if (!sink.open) return void respond({ error: notJoined });
      this.doing = 'join';
      this.renderer.sink = sink;
      const reply = this.answers.lastSequence || undefined;
      this.failures.containWork(() => {
        if (this.delivery.answerJoin(sink, have, reply, respond)) this.sendChanges();
        this.noteShown();
      }, respond);
    });
  }

  /** Is true while a browser shows the region. */
  get isAttached(): boolean {
    return this.renderer.sink !== undefined;
  }

  /** Detaches the region from a channel; it may be joined again. */
  detachSink(sink: UpdateSink): void {
    if (this.renderer.sink === sink) this.renderer.sink = undefined;
  }

  /** Sets other props, from the parent. */
  setProps(props: Record<string, unknown>): void {
    this.props = props;
    this.refreshView();
  }

  /** Replaces the view by another version, which renders the same state. @throws errors of that version, which is not used then */
  replaceView(view: LiveView): void {
    const before = this.view;
    this.view = view;
    try {
      freshTree(this);
    } catch (cause) {
      this.view = before;
      throw cause;
    }
    this.refreshView();
  }

  /** Ends the region, and has its browser mount it again. */
  remount(): void {
    this.failures.endForRemount();
  }

  /** Renders again with the same state. */
  refreshView(): void {
    this.renderer.markStale();
    this.sendChanges();
  }

  /** Sends all changes that the browser does not have. */
  sendChanges(): void {
    this.queue.addJob(() => {
      this.doing = 'render';
      if (!this.ended) this.failures.containWork(() => this.delivery.pushUpdate());
    });
  }

  /** The whole tree, for a page that shows this region first; `undefined` if it is not available at once. */
  wholeTree(sink: UpdateSink): Instance | undefined {
    let tree: Instance | undefined;
    if (this.queue.busy || this.ended) return undefined;
    if (!this.failures.containWork(() => (tree = this.renderer.wholeTree(sink))))
      sink.forgetTemplates();
    return tree;
  }

  /** Drops memory that can be made again, unless the region is busy. */
  releaseMemory(): void {
    if (!this.queue.busy) this.renderer.releaseMemory();
  }
}
