import { lateContentEvent, pageIdPrefix, pageTopicPrefix } from '@skerry/wire';

import { escapeHtml } from '../../template/escape.js';
import { Whole } from '../../template/raw.js';
import { Keyed } from '../../template/template.js';
import type { UnmountReason } from '../author/contexts.js';
import { defineLive } from '../author/define.js';
import { Region } from '../region/region.js';
import type { Identity, RegionServices } from '../region/region-record.js';
import { hostHtml } from './placement.js';

/** Its state is the content sent so far. No app has a view of this name, so that a page whose channel is lost is loaded again. */
const view = defineLive<unknown, { contents: readonly Keyed[] }, {}>(
  { mount: () => ({ contents: [] }) },
  ({ state }) => state.contents,
  'skerry:page',
);

const prefixes = { id: pageIdPrefix, topic: pageTopicPrefix };

/**
 * The channel of a page, over which late content comes once the response is over. It is a region whose rows are that content:
 * the browser takes it out of them.
 */
export class PageChannel extends Region {
  /** Its host, which makes a browser join. */
  readonly html: string;
  /** Resolves once a browser has joined. */
  readonly joined: Promise<void>;
  #join!: () => void;
  #left: (() => void) | undefined;

  constructor(identity: Omit<Identity, 'view' | 'position' | 'props'>, services: RegionServices) {
    super({ ...identity, view, position: '', props: {} }, services);
    this.joined = new Promise((join) => (this.#join = join));
    this.beginState({ contents: [] });
    // It holds no region that would have to be waited for.
    const content = this.firstHtml(async () => '') as string;
    this.html = hostHtml(this.id, escapeHtml(services.tokenOf(this)), content, prefixes);
  }

  /** Sends late content. */
  sendContent(html: string): void {
    const contents = this.state.contents as readonly Keyed[];
    this.state = { contents: [...contents, new Keyed(contents.length, new Whole(html))] };
    this.#announce();
    this.refreshView();
  }

  /** Calls back when no browser will come for the content any more. */
  whenLeft(left: () => void): void {
    if (this.ended) left();
    else this.#left = left;
  }

  override attachSink(...join: Parameters<Region['attachSink']>): void {
    // An earlier connection may have lost it.
    this.#announce();
    super.attachSink(...join);
    this.#join();
  }

  override endRegion(reason: UnmountReason): void {
    super.endRegion(reason);
    this.#left?.();
  }

  /** Makes the browser take what it is sent next. */
  #announce(): void {
    if (!this.renderer.holdsMeta) this.renderer.keepMeta({ e: [[lateContentEvent, null]] });
  }
}
