import type { ServerFrame } from '@skerry/wire';

import type { History } from './history.js';
import type { Line, OpenLine } from './line.js';
import type { LoadPage } from './load-page.js';
import { PageRegion, type RegionPage } from './page-region.js';
import { rowKeys } from './shown-tree.js';

/** The circumstances of a simulated browser. */
export interface BrowserOptions {
  readonly visitor: number;
  /** The path of the page that it visits. */
  readonly path: string;
  /** A text that no other visitor enters anywhere. */
  readonly mark: string;
  readonly history: History;
  readonly loadPage: LoadPage;
  readonly openLine: OpenLine;
  /** Receives every text that the browser is sent. */
  readonly watchText: (visitor: number, text: string) => void;
  /** Tells whether frames may be lost or damaged on the way. */
  readonly mayLose: () => boolean;
}

/** Milliseconds between two looks after the line; those of silence before a heartbeat; and those that one may take. */
const times = { look: 10, silence: 25, patience: 150, answer: 400 };

/** A browser without a screen: it loads a page, joins its regions, raises events, and comes back when its line is dropped. */
export class SimulatedBrowser implements RegionPage {
  readonly #options: BrowserOptions;
  #cookie = '';
  #path: string;
  #regions: PageRegion[] = [];
  #line: Line | undefined;
  #isOpen = false;
  #lastChannel = 0;
  /** The number of frames on channels; NaN from a loss until the next line. */
  #received = 0;
  #heardAt = 0;
  #askedAt: number | undefined;
  /** The time since which an event or a join has no answer. */
  #quietSince = 0;
  #loading: Promise<void> | undefined;
  #looks: NodeJS.Timeout | undefined;
  #retry: NodeJS.Timeout | undefined;
  #hasLeft = false;
  page = '';

  constructor(options: BrowserOptions) {
    this.#options = options;
    this.#path = options.path;
  }

  get visitor(): number {
    return this.#options.visitor;
  }

  get mark(): string {
    return this.#options.mark;
  }

  get history(): History {
    return this.#options.history;
  }

  get mayLose(): boolean {
    return this.#options.mayLose();
  }

  /** The region of a live view on the page; the first, unless one is named. */
  regionOf(view?: string): PageRegion | undefined {
    const { viewOf } = this.history;
    return this.#regions.find(({ id }) => view === undefined || viewOf.get(id) === view);
  }

  /** The names of the live views on the page. */
  get views(): string[] {
    return this.#regions.map(({ id }) => this.history.viewOf.get(id) ?? 'unknown');
  }

  /** The keys of the first list in the region of a view. */
  rows(view?: string): readonly string[] {
    return rowKeys(this.regionOf(view)?.tree);
  }

  /** The number of events without an answer. */
  get waiting(): number {
    return this.#regions.reduce((sum, { waiting }) => sum + waiting, 0);
  }

  /** True while nothing is asked of the server, and the line is open. */
  get isQuiet(): boolean {
    return (
      this.#isOpen &&
      !this.#loading &&
      this.#regions.length > 0 &&
      this.#regions.every(({ isQuiet }) => isQuiet)
    );
  }

  /** The number of frames that have come over this line. */
  get received(): number {
    return this.#received;
  }

  /** Loads the page and connects. */
  async start(): Promise<void> {
    this.#looks = setInterval(() => this.#look(), times.look);
    await this.#load();
  }

  /** Leaves for good. */
  leave(): void {
    this.#hasLeft = true;
    clearInterval(this.#looks);
    this.#abandon();
  }

  /** Drops the line, as a lost network does. */
  cut(): void {
    this.#lose(1006);
  }

  /** Asks all regions for what they show, rendered anew, and compares. */
  compareAnew(): void {
    for (const region of this.#regions) region.compareAnew();
  }

  /** Asks how many frames were sent: a browser that has received another number comes back anew. */
  beat(): void {
    if (!this.#isOpen) return;
    this.#askedAt ??= performance.now();
    this.#line?.sendFrame('[0,0]');
  }

  /** True while a heartbeat has no answer. */
  get isAsking(): boolean {
    return this.#askedAt !== undefined;
  }

  sendFrame(frame: readonly unknown[]): void {
    if (this.#isOpen) this.#line?.sendFrame(JSON.stringify(frame));
  }

  rejoin(region: PageRegion): void {
    if (this.#isOpen && this.#regions.includes(region))
      region.join(++this.#lastChannel, !Number.isNaN(this.#received));
  }

  goTo(path: string): void {
    this.#path = path;
    this.reload();
  }

  reload(): void {
    this.#abandon();
    void this.#load();
  }

  async #load(): Promise<void> {
    const { loadPage, watchText } = this.#options;
    const loading = loadPage(this.#path, this.#cookie).then(
      ({ html, cookie, regions }) => {
        if (this.#loading !== loading) return;
        this.#loading = undefined;
        if (this.#hasLeft) return;
        watchText(this.visitor, html);
        this.#cookie = cookie ?? this.#cookie;
        this.page = `page ${this.visitor} ${(pages += 1)}`;
        this.#regions = regions.map(({ id, token }) => new PageRegion(id, token, this));
        this.#connect();
      },
      () => {
        if (this.#loading !== loading) return;
        this.#loading = undefined;
        this.#later(() => void this.#load());
      },
    );
    this.#loading = loading;
    await loading;
  }

  #connect(): void {
    if (this.#hasLeft || this.#loading) return;
    let isThis = true;
    const line = this.#options.openLine(this.#cookie, {
      onOpen: () => isThis && this.#opened(),
      onFrame: (text) => isThis && this.#receive(text),
      onClosed: (code) => isThis && this.#lose(code),
    });
    this.#line = {
      sendFrame: (text) => line.sendFrame(text),
      drop() {
        isThis = false;
        line.drop();
      },
    };
    this.#hear();
  }

  #opened(): void {
    const keeps = !Number.isNaN(this.#received);
    this.#isOpen = true;
    this.#hear();
    this.#quietSince = performance.now();
    for (const region of this.#regions) region.join(++this.#lastChannel, keeps);
    this.#received = 0;
  }

  #receive(text: string): void {
    this.#options.watchText(this.visitor, text);
    this.#hear();
    let frame: ServerFrame;
    try {
      frame = JSON.parse(text) as ServerFrame;
    } catch {
      // What cannot be read was not received, as the next heartbeat finds.
      return;
    }
    const [channel, , , reply] = frame;
    if (channel === 0) {
      if (typeof reply !== 'number') return;
      if (reply !== this.#received) {
        this.#received = NaN;
        this.#lose(1006);
      }
      return;
    }
    this.#received++;
    this.#quietSince = performance.now();
    this.#regions.find((region) => region.channel === channel)?.onFrame(frame);
  }

  #lose(code: number): void {
    if (!this.#line) return;
    this.#close(code);
    this.#later(() => this.#connect());
  }

  #close(code: number): void {
    const line = this.#line;
    this.#line = undefined;
    this.#isOpen = false;
    this.#askedAt = undefined;
    line?.drop();
    // 1007: not UTF-8. 1008: not a valid frame. 1009: too large.
    const isUnreadable = code > 1006 && code < 1010;
    for (const region of this.#regions) region.onClosed(isUnreadable);
  }

  #abandon(): void {
    clearTimeout(this.#retry);
    this.#loading = undefined;
    this.#close(1001);
    for (const region of this.#regions) region.abandon();
    this.#regions = [];
    this.#received = 0;
  }

  #later(run: () => void): void {
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#hasLeft || run(), 2);
  }

  #hear(): void {
    this.#heardAt = performance.now();
    this.#askedAt = undefined;
  }

  /** Looks after the line: one that is silent, while something is asked, is asked for a heartbeat, and then given up. */
  #look(): void {
    const now = performance.now();
    if (!this.#line || this.#loading) return;
    if (!this.#isOpen) {
      if (now - this.#heardAt > times.patience) this.#lose(1006);
      return;
    }
    if (this.#askedAt !== undefined && now - this.#askedAt > times.patience)
      return this.#lose(1006);
    if (this.isQuiet) return void (this.#quietSince = now);
    // A browser would wait, until its visitor loads the page again.
    if (now - this.#quietSince > times.answer) return this.#lose(1006);
    if (now - this.#quietSince > times.silence) this.beat();
  }
}

let pages = 0;
