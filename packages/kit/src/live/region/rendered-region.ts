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

/** A region as it is shown: rendered, attached to a channel, and sent to its browser. */
export abstract class RenderedRegion extends RegionRecord implements Blamed {
  readonly renderer = new Renderer(this);
  readonly queue = new WorkQueue(this);
  /** About how much it holds. */
  readonly scale = new Scale(this);
  /** The answer to events and joins after its end. */
  lastWord: Reply = { error: regionFailed };
  protected readonly delivery = new Delivery(this.renderer, this.scale);
  protected readonly answers = new AnswerLog();
  protected readonly failures = new Failures(this);
  protected isMounted = false;

  /** The memory that it takes beside its state, its props and what it shows. */
  abstract get held(): readonly unknown[];
  /** Takes an error of its work that nothing caught. */
  abstract panic(error: Error): void;
  /** Ends the region, once. */
  abstract end(reason: UnmountReason): void;

  /** Takes its first state. */
  begin(state: Record<string, unknown>): void {
    this.state = state;
    this.isMounted = true;
    this.renderer.markStale();
  }

  /** Renders the first HTML; `mount` mounts the regions inside, and `island` hears of every island. */
  firstHtml(...context: Parameters<Renderer['firstHtml']>): string | Promise<string> {
    const started = performance.now();
    this.doing = 'render';
    const html = this.renderer.firstHtml(...context);
    this.worked(started);
    return html;
  }

  /** Gives the region to a channel, and answers with what its browser does not show yet. */
  attach(sink: UpdateSink, have: number | undefined, respond: Respond): void {
    this.queue.add(() => {
      if (this.ended) return void respond(this.lastWord);
      // While other work was done the channel may have been given up.
      if (!sink.open) return void respond({ error: notJoined });
      this.doing = 'join';
      this.renderer.sink = sink;
      const reply = this.answers.lastSequence || undefined;
      this.failures.contain(() => {
        if (this.delivery.answerJoin(sink, have, reply, respond)) this.catchUp();
      }, respond);
    });
  }

  /** The channel is gone; the region may be joined again. */
  detach(sink: UpdateSink): void {
    if (this.renderer.sink === sink) this.renderer.sink = undefined;
  }

  /** Takes other props from its parent. */
  setProps(props: Record<string, unknown>): void {
    this.props = props;
    this.refresh();
  }

  /** Goes on with another version of the view, its state kept; one that cannot render that state is not taken. */
  replaceView(view: LiveView): void {
    const before = this.view;
    this.view = view;
    try {
      freshTree(this);
    } catch (cause) {
      this.view = before;
      return this.report(cause, 'render');
    }
    this.refresh();
  }

  /** Renders again, though the state is the same. */
  refresh(): void {
    this.renderer.markStale();
    this.catchUp();
  }

  /** Sends all that the browser has not been sent. */
  catchUp(): void {
    this.queue.add(() => {
      this.doing = 'render';
      if (!this.ended) this.failures.contain(() => this.delivery.pushUpdate());
    });
  }

  /** The whole tree, for a page that this region has just come to; absent where it is not to be had at once. */
  wholeTree(sink: UpdateSink): Instance | undefined {
    let tree: Instance | undefined;
    if (this.queue.busy || this.ended) return undefined;
    if (!this.failures.contain(() => (tree = this.renderer.wholeTree(sink))))
      sink.forgetTemplates();
    return tree;
  }

  /** Gives back memory while nothing happens. */
  rest(): void {
    if (!this.queue.busy) this.renderer.rest();
  }
}
