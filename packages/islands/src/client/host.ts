import {
  type DataPatch,
  holderTag,
  hydratedEvent,
  islandEndTag,
  type IslandPhase,
  islandTag,
  slotTag,
} from '@skerry/wire';

import type { Island, IslandOptions } from './island.js';
import { retry, schedule } from './schedule.js';
import type { Hydrate } from './strategy.js';

/** Features that only some islands need: other pages do not load them. */
const late = () => retry(() => import('./deferred.js'));

/** Slots, and fields that may have been edited, need more than rendering with props. */
const demanding = `${holderTag}+*,:has(${slotTag},input,textarea,select)`;

let app: IslandOptions;

/**
 * The element around an island, which leads it through its phases. It has none until its children are there (parsing).
 *
 * ```text
 * (parsing) ─end─▶ gone ─connected─▶ waiting ─due─▶ loading ─loaded─▶ live
 *                  ▲  ▲                 │                              │
 *              retry  └───────────── disconnected ◀────────────────────┘
 *                  │
 *                failed ◀─ an error, in any phase
 * ```
 *
 * An island that leaves the page before its scheduled mount ends then, unless it is back.
 */
class IslandHost extends HTMLElement implements Island {
  declare patches?: DataPatch[];
  declare shown?: number;
  declare slotted?: (name: string) => object | null;
  declare leave: Island['leave'];
  declare show: Island['show'];
  declare detail: Island['detail'];
  declare changes: Island['changes'];
  declare phase?: IslandPhase;

  connectedCallback(): void {
    if (this.phase !== 'gone') return;
    this.phase = 'waiting';
    const strategy = app.strategies.get(this.getAttribute('on')!);
    if (strategy) this.leave = strategy(this, this.hydrate, this.getAttribute('with') ?? undefined);
    else void late().then((it) => it.followLate(this));
  }

  /** With this method, browsers do not treat a move as leaving and coming back. */
  connectedMoveCallback(): void {}

  disconnectedCallback(): void {
    queueMicrotask(() => {
      if (this.isConnected) return;
      if (this.phase === (this.show ? 'live' : 'waiting')) this.phase = 'gone';
      this.leave = this.leave?.();
      this.show = this.show?.();
    });
  }

  patched(): void {
    if (this.phase === 'live') void late().then((it) => it.update(this, app));
  }

  fail(cause: unknown): void {
    this.phase = 'failed';
    this.changes ??= [];
    void late().then((it) => it.fail(this, cause, app));
  }

  /** Loads the island and mounts it on schedule. Only the first call counts. */
  readonly hydrate: Hydrate = (reason, missed) => {
    if (this.phase !== 'waiting') return;
    this.phase = 'loading';
    const called = Date.now();
    const strategy = this.getAttribute('on')!;
    const name = this.getAttribute('name')!;
    const props = this.getAttribute('props')!;
    void (async () => {
      try {
        const more = () =>
          missed || this.patches || props[0] !== '{' || this.matches(demanding)
            ? late()
            : undefined;
        const early = more();
        const load = app.islands.get(name)!;
        const island = await (load.loading ??= retry(load, 2000));
        // Up to here the region may have brought other markup.
        this.phase = 'live';
        const plan = await (await (early ?? more()))?.prepare(this, app, missed);
        await schedule(this.getAttribute('priority'));
        if (!this.isConnected) return void (this.phase = 'gone');
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
        if (plan) await plan.end(island);
        if (this.phase === 'live' && this.show === show)
          this.dispatchEvent(
            new CustomEvent(hydratedEvent, {
              bubbles: true,
              detail: (this.detail = {
                name,
                strategy,
                reason: reason ?? strategy,
                wait: Date.now() - called,
              }),
            }),
          );
      } catch (error) {
        this.fail(error);
      }
    })();
  };
}

/** The last element in a host: once it is there, all content is. */
class IslandEnd extends HTMLElement {
  connectedCallback(): void {
    const host = this.parentNode;
    if (host instanceof IslandHost) {
      this.remove();
      host.phase ??= 'gone';
      host.connectedCallback();
    } else {
      // A parser has moved it out, with the content before it.
      void late().then((it) => it.mend());
    }
  }
}

/** Starts the islands of this page, present and future ones. Called once. */
export function startIslands(options: IslandOptions): void {
  app = options;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`:where(${islandTag},${slotTag}){display:contents}`);
  // The names of images hide members of the document, so its class is asked.
  (Reflect.get(Document.prototype, 'adoptedStyleSheets', document) as CSSStyleSheet[]).push(sheet);
  customElements.define(islandTag, IslandHost);
  customElements.define(islandEndTag, IslandEnd);
}
