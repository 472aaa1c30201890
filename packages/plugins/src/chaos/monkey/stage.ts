import { setImmediate as nextTurn, setTimeout } from 'node:timers/promises';

import { type App, serveApp } from '@skerry/kit/server';

import { ChaosError } from '../chaos-error.js';
import type { ChaosController } from '../controller.js';
import { directionOf, type FaultPlan } from '../plan.js';
import { chaos } from '../plugin.js';
import { Seeded } from '../seeded.js';
import { type Baseline, compareBaseline, measureBaseline } from './baseline.js';
import { SimulatedBrowser } from './browser.js';
import { checkHistory } from './check-history.js';
import { History, type Violation } from './history.js';
import type { OpenLine } from './line.js';
import { pagesOf } from './load-page.js';
import { memoryLines } from './memory-line.js';
import type { MonkeyRun, MonkeyStep, MonkeyWorld } from './options.js';
import { socketLines } from './socket-line.js';
import { createWatch } from './watch.js';

/** Milliseconds after which a stage that does not come to rest is stuck. */
const patience = 20_000;
/** The most events of one visitor that wait for their answers. */
const maxWaiting = 4;

/** How a stage is opened. */
export interface StageOptions {
  /** Changes how lines are opened: a scheduler decides about the order of their frames. */
  readonly wrapLines?: (open: OpenLine) => OpenLine;
  /** False if the handles and the heap of the process are not compared, which takes a while. */
  readonly isMeasured?: boolean;
}

/** An app and its visitors, on which steps are taken one by one. */
export class Stage {
  readonly history = new History();
  readonly #world: MonkeyWorld;
  readonly #run: MonkeyRun;
  readonly #browsers: SimulatedBrowser[] = [];
  readonly #ends: (() => unknown)[] = [];
  #app!: App;
  #controller!: ChaosController;
  #before: Baseline | undefined;

  private constructor(world: MonkeyWorld, run: MonkeyRun) {
    this.#world = world;
    this.#run = run;
  }

  /** Starts the app, and lets all visitors arrive. */
  static async open(
    world: MonkeyWorld,
    run: MonkeyRun,
    { wrapLines = (open) => open, isMeasured = true }: StageOptions = {},
  ): Promise<Stage> {
    const stage = new Stage(world, run);
    if (isMeasured) stage.#before = await measureBaseline();
    try {
      await stage.#start(wrapLines);
    } catch (error) {
      await stage.#end();
      throw error;
    }
    return stage;
  }

  /** The numbers of faults that have happened. */
  get faults(): Readonly<Record<string, number>> {
    return this.#controller.counts;
  }

  /** Takes a step. */
  async takeStep(step: MonkeyStep): Promise<void> {
    const [kind, visitor = 0, draws = 0] = step;
    if (kind === 'rest') return this.comeToRest();
    const browser = this.#browsers[visitor % this.#browsers.length] as SimulatedBrowser;
    if (kind === 'cut') return browser.cut();
    if (kind === 'reload') return browser.reload();
    await this.#until(() => !!browser.regionOf() && browser.waiting < maxWaiting, 'takes no event');
    const { visitor: number, mark } = browser;
    const known = { number, mark, rows: (view?: string) => browser.rows(view) };
    const made = this.#world.events(known, new Seeded(draws, 'event'));
    if (!made) return;
    const { view, event, value = null, type = 'click' } = made;
    const region = browser.regionOf(view);
    if (!region)
      throw new ChaosError(
        'chaos-plan',
        `events() names the live view ${JSON.stringify(view)}, which is not on ${this.#world.path}. There are: ${browser.views.join(', ')}.`,
      );
    region.raiseEvent(event, value, type);
  }

  /** Waits, without faults, until nothing is on its way any more; then compares what is shown with fresh renders. */
  async comeToRest(): Promise<void> {
    this.#controller.pauseFaults();
    await this.#settle();
    for (const browser of this.#browsers) browser.compareAnew();
    await this.#settle();
    this.#controller.resumeFaults();
  }

  /** What is wrong so far; asked at rest. */
  get violations(): Violation[] {
    return checkHistory(this.history, this.#world.isSamePayload);
  }

  /** Lets all visitors leave, stops the app, and returns all that was wrong. */
  async close(): Promise<Violation[]> {
    const { violations } = this;
    await this.#end();
    if (!this.#before) return violations;
    const after = await measureBaseline();
    const { heapAllowance = 48 * 2 ** 20 } = this.#world;
    const more = compareBaseline(this.#before, after, heapAllowance);
    for (const invariant of ['handles', 'heap'] as const) {
      const message = more[invariant];
      if (message !== undefined) violations.push({ invariant, message });
    }
    return violations;
  }

  async #start(wrapLines: (open: OpenLine) => OpenLine): Promise<void> {
    const { seed, faults } = this.#run;
    const watch = createWatch(this.history);
    this.#app = await this.#world.app([chaos({ seed, faults, paused: true }), watch.plugin]);
    await this.#app.started;
    this.#controller = watch.controller();
    const openLine = wrapLines(await this.#lines());
    const random = new Seeded(seed, 'visitors');
    const marks = Array.from(
      { length: this.#world.visitors ?? 3 },
      (_, i) => `mark${i}x${random.below(2 ** 32).toString(36)}`,
    );
    for (const [visitor, mark] of marks.entries()) {
      const browser = new SimulatedBrowser({
        visitor,
        mark,
        openLine,
        history: this.history,
        path: this.#world.path,
        loadPage: pagesOf(this.#app),
        watchText: (number, text) => this.#findLeaks(marks, number, text),
        mayLose: () => damagesFrames(faults),
      });
      this.#browsers.push(browser);
      await browser.start();
    }
    await this.#settle();
    this.#controller.resumeFaults();
  }

  async #lines(): Promise<OpenLine> {
    if (this.#world.lines !== 'websocket') {
      this.#ends.push(() => this.#app.close());
      return memoryLines(this.#app);
    }
    const server = await serveApp(this.#app, { port: 0, host: '127.0.0.1', stopTime: 1_000 });
    const lines = socketLines(server.port);
    this.#ends.push(() => server.stop());
    this.#ends.push(() => lines.end());
    return lines.openLine;
  }

  #findLeaks(marks: readonly string[], visitor: number, text: string): void {
    if (this.#world.isShared) return;
    const foreign = marks.find((mark, i) => i !== visitor && text.includes(mark));
    if (foreign === undefined) return;
    const owner = marks.indexOf(foreign);
    this.history.noteViolation(
      'leak',
      `Visitor ${visitor} was sent what visitor ${owner} has entered: ${text.slice(0, 500)}`,
    );
  }

  /** Waits until all browsers are quiet, and two heartbeats in a row bring nothing new. */
  async #settle(): Promise<void> {
    for (let quiet = 0; quiet < 2;) {
      await this.#until(
        () => this.#browsers.every(({ isQuiet }) => isQuiet),
        'does not come to rest',
      );
      const before = this.#browsers.map(({ received }) => received);
      for (const browser of this.#browsers) browser.beat();
      await this.#until(
        () => this.#browsers.every(({ isAsking }) => !isAsking),
        'has no heartbeat',
      );
      const isNew = this.#browsers.some(
        ({ received, isQuiet }, i) => !isQuiet || received !== before[i],
      );
      quiet = isNew ? 0 : quiet + 1;
    }
  }

  /** Waits for a condition; an app that does not come there is stuck. */
  async #until(condition: () => boolean, failing: string): Promise<void> {
    const end = performance.now() + patience;
    for (let turn = 0; !condition(); turn++) {
      if (performance.now() > end) {
        const waiting = this.#browsers.map(
          ({ waiting: count, isQuiet }) => `${count}${isQuiet ? '' : ' open'}`,
        );
        this.history.noteViolation(
          'stuck',
          `The app ${failing}. Events of the visitors: ${waiting.join(', ')}.`,
        );
        throw new StuckError();
      }
      // What is in memory comes in a few turns of the event loop; what is delayed takes milliseconds.
      await (turn < 50 ? nextTurn() : setTimeout(1));
    }
  }

  async #end(): Promise<void> {
    for (const browser of this.#browsers) browser.leave();
    for (const end of this.#ends.toReversed()) await end();
  }
}

/** Tells whether faults lose or damage frames to browsers, so that a tree may be lost. */
function damagesFrames({ connections = {}, hooks = {} }: FaultPlan): boolean {
  const { drop, duplicate, reorder, truncate } = directionOf(connections, 'down');
  const { throw: denied } = hooks.beforeSend ?? {};
  return [drop, duplicate, reorder, truncate, denied].some((chance = 0) => chance > 0);
}

/** A stage is stuck; its history says how. */
export class StuckError extends Error {
  override readonly name = 'StuckError';

  constructor() {
    super('The app under test is stuck.');
  }
}
