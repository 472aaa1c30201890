import {
  holderTag,
  hydratedEvent,
  islandEndTag,
  type IslandHost as Seam,
  islandTag,
  slotTag,
} from '@skerry/wire';

import type { IslandModule, Show } from './adapter.js';
import { retry } from './retry.js';
import type { Hydrate, Strategy } from './strategy.js';
import { schedule } from './schedule.js';

/** Loads an island. */
export interface LoadIsland {
  (): Promise<IslandModule>;
  /** What is under way or done, so that islands of one kind hydrate in the order in which they asked for it. */
  loading?: Promise<IslandModule>;
}

/** What the browser is told of an app's islands. */
export interface IslandOptions {
  /** How they are loaded, by name. */
  islands: { get(name: string): LoadIsland | undefined };
  /** When they hydrate, by name. Those of Skerry that are missing are loaded when an island names them. */
  strategies: { get(name: string): Strategy | undefined };
  /** Loads the app's `@preact/signals`; absent where it has none. */
  signals?: () => Promise<{ signal(value: unknown): object }>;
}

/** What listeners to `skerry:hydrated` are told. */
export interface HydratedDetail {
  name: string;
  strategy: string;
  /** The event that brought it about, or the strategy. */
  reason: string;
  /** Milliseconds from then until the island was there. */
  wait: number;
}

/** What only some islands need: pages without them do not load it. */
const late = () => retry(() => import('./deferred.js'));

/** Slots, and fields that may have been edited already, take more than rendering with props. */
const demanding = `${holderTag}+*,:has(${slotTag},input,textarea,select)`;

let app: IslandOptions;

/** The element around an island, which leads it through its life. */
export class IslandHost extends HTMLElement {
  declare patches: Seam['patches'];
  declare shown: Seam['shown'];
  declare slotted: Seam['slotted'];
  declare hydrated: Seam['hydrated'];
  /** Whether its time has come. */
  declare isDue: boolean | undefined;
  /** Whether it is at work; nothing before its end is there, and nothing for good when the island has failed. */
  declare isUp: boolean | undefined;
  /** Takes back what the strategy has set up. */
  declare leave: (() => void) | void;
  /** Renders the island. Nothing until it has hydrated. */
  declare show: Show | void;
  /** What was told when it hydrated. */
  declare detail: HydratedDetail | undefined;
  /** What has changed in it since the island failed, and in the same task before. */
  declare changes: MutationRecord[] | undefined;

  /** Starts it, unless its children are still to come: then its end does. */
  connectedCallback(): void {
    if (this.isUp !== false) return;
    this.isUp = true;
    const strategy = app.strategies.get(this.getAttribute('on')!);
    if (strategy) this.leave = strategy(this, this.hydrate, this.getAttribute('with') ?? undefined);
    else void late().then((it) => it.wait(this));
  }

  /** Where this is defined, browsers do not take a move for leaving and coming back. */
  connectedMoveCallback(): void {}

  disconnectedCallback(): void {
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.isUp &&= false;
      this.leave = this.leave?.();
      if (this.show) this.isDue = this.hydrated = this.show = this.show() as undefined;
    });
  }

  patched(): void {
    if (this.hydrated) void late().then((it) => it.update(this, app));
  }

  /** Leaves the island as it last was on the page. */
  fail(cause: unknown): void {
    this.isDue = this.hydrated = this.isUp = undefined;
    this.changes ??= [];
    void late().then((it) => it.fail(this, cause, app));
  }

  /** Loads the island and brings it to life when it is its turn. Only the first call counts. */
  readonly hydrate: Hydrate = (reason = this.getAttribute('on')!, missed) => {
    if (!this.isDue) void this.#begin(reason, missed);
  };

  async #begin(reason: string, missed?: readonly Event[]): Promise<void> {
    this.isDue = true;
    const called = Date.now();
    const props = this.getAttribute('props')!;
    try {
      const more = () =>
        missed || this.patches || props[0] !== '{' || this.matches(demanding) ? late() : undefined;
      const early = more();
      const load = app.islands.get(this.getAttribute('name')!)!;
      const island = await (load.loading ??= retry(load));
      // Until here the region may have brought other markup.
      this.hydrated = true;
      const plan = await (await (early ?? more()))?.prepare(this, app, missed);
      await schedule(this.getAttribute('priority'));
      if (!(this.isDue = this.hydrated = this.isUp)) return;
      if (!this.detail)
        new MutationObserver((changes) => this.changes?.push(...changes)).observe(this, {
          subtree: true,
          childList: true,
          attributeOldValue: true,
          characterDataOldValue: true,
        });
      const show = (this.show = island.mount(this, island.default));
      show(plan ? plan.begin(island) : JSON.parse(props));
      this.leave = this.leave?.();
      if (!this.isUp) return;
      if (plan) await plan.end(island);
      if (!this.isUp || this.show !== show) return;
      this.detail = {
        name: this.getAttribute('name')!,
        strategy: this.getAttribute('on')!,
        reason,
        wait: Date.now() - called,
      };
      this.dispatchEvent(new CustomEvent(hydratedEvent, { bubbles: true, detail: this.detail }));
    } catch (error) {
      this.fail(error);
    }
  }
}

/** Stands last in a host, and so is there when all that it holds is there. */
class IslandEnd extends HTMLElement {
  connectedCallback(): void {
    const host = this.parentNode;
    // A parser has moved it out, and what was before it.
    if (!(host instanceof IslandHost)) return void late().then((it) => it.mend());
    this.remove();
    host.isUp ??= false;
    host.connectedCallback();
  }
}

/** Brings the islands of this page to life: those that are there, and those to come. Called once. */
export function startIslands(options: IslandOptions): void {
  app = options;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`:where(${islandTag},${slotTag}){display:contents}`);
  // The document answers to the names of its images first, so it is asked by way of its class.
  (Reflect.get(Document.prototype, 'adoptedStyleSheets', document) as CSSStyleSheet[]).push(sheet);
  customElements.define(islandTag, IslandHost);
  customElements.define(islandEndTag, IslandEnd);
}
