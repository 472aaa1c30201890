import { types } from 'node:util';

import { askGuards, type Guard, type GuardedStep } from '../../core/guard.js';
import type { Locals } from '../../core/locals.js';
import { chain } from '../../core/now-or-later.js';
import type { LiveSession } from '../../core/session.js';
import { toError } from '../../core/thrown.js';
import type { RegionInfo } from '../../hooks/subjects.js';
import { vetoed } from '../../hooks/registry.js';
import { sanitize } from '../../template/sanitize.js';
import type { LiveView } from '../author/define.js';
import type { ChildServices, ParentRegion } from '../render/child-regions.js';
import { checkPlain } from './check-plain.js';
import { explainChange, freezeMembers } from './frozen-state.js';
import { nameView } from './name-view.js';
import type { RegionCore } from './parts.js';
import type { RoomServices } from './scale.js';

type State = Record<string, unknown>;
type Props = Record<string, unknown>;

/** The name, the place and the visitor of a region. */
export interface Identity {
  readonly id: string;
  readonly view: LiveView;
  /** Its path of places and keys in the page. */
  readonly position: string;
  /** Path of its page. */
  readonly page: string;
  /** The file of the error page that it is on, if it is on one. */
  readonly errorPage?: string | undefined;
  readonly session: LiveSession;
  /** The locals of the request or the connection that it is mounted for. */
  readonly locals: Locals;
  /** Address of the visitor; empty if unknown. */
  readonly address: string;
  readonly props: Record<string, unknown>;
  /** The region around it. */
  readonly parent?: ParentRegion | undefined;
}

/** An event, and its own guards, as they are asked about it. */
export interface GuardedDetails {
  readonly guards?: readonly Guard[];
  readonly event?: string;
  readonly payload?: unknown;
  /** Those of the connection that asks to join. */
  readonly locals?: Locals;
}

/** The server around a region, with the services of all its parts. */
export interface RegionServices extends ChildServices, RoomServices {
  /** The token of a region's forms for visitors without script. @param copies the number of forms that carry it */
  postTokenOf(region: RegionCore, token: string, copies: number): string;
  /** Forgets a region that has ended. */
  ended(region: RegionCore): void;
}

/** The identity, state and bookkeeping of a region, without its flow. */
export abstract class RegionRecord implements RegionCore {
  readonly id: string;
  readonly position: string;
  readonly page: string;
  readonly errorPage: string | undefined;
  readonly session: LiveSession;
  /** The locals of its request; after a join, of its connection. */
  locals: Locals;
  readonly address: string;
  readonly parent: ParentRegion | undefined;
  view: LiveView;
  props: Props;
  state: State = {};
  /** The start of its last work, by `performance.now()`. */
  touched = performance.now();
  /** The name of its current work, for warnings. */
  doing = 'render';
  /** The turn or the mount under way, which ends with the region. */
  underway: { end(): void } | undefined;
  abstract readonly ended: boolean;

  constructor(
    identity: Identity,
    readonly services: RegionServices,
  ) {
    this.id = identity.id;
    this.view = identity.view;
    this.position = identity.position;
    this.page = identity.page;
    this.errorPage = identity.errorPage;
    this.session = identity.session;
    this.locals = identity.locals;
    this.address = identity.address;
    this.props = identity.props;
    this.parent = identity.parent;
  }

  get info(): RegionInfo {
    return { id: this.id, view: this.view.id, path: this.page, props: this.props };
  }

  get hooks(): RegionServices['hooks'] {
    return this.services.hooks;
  }

  get limits(): RegionServices['limits'] {
    return this.services.limits;
  }

  /** In development: refuses a state that is not plain data, and freezes what is in it. @throws SkerryError `state-not-serialisable` */
  checkState(state: State): void {
    if (!this.services.development) return;
    checkPlain(this.view.id, state);
    freezeMembers(state);
  }

  /** A whole state, as handlers and renders get it: frozen in development. */
  holdState(state: State): State {
    return this.services.development ? Object.freeze(state) : state;
  }

  /** An error of the view's code, with what its thrower did not know: the view, and the part of the state. */
  explainError(thrown: unknown): unknown {
    if (!types.isNativeError(thrown)) return thrown;
    const error = toError(thrown);
    return nameView(this.view, explainChange(this.view.id, this.state, error));
  }

  /** True if the page around it, or its view, has a guard. */
  get isGuarded(): boolean {
    return this.view.guard !== undefined || this.#pageGuards.length > 0;
  }

  get #pageGuards(): readonly Guard[] {
    return this.services.pages.guardsAt(this.page, this.errorPage);
  }

  /** Asks the guards of the page, of the view, and `more` of them about a step. The first veto is reported. */
  askGuards(
    step: GuardedStep,
    { guards: more = [], ...details }: GuardedDetails = {},
  ): ReturnType<typeof askGuards> {
    const { info: region, session, locals, page: path, view } = this;
    // The request has asked the guards of the page before the mount.
    const ofPage = step === 'mount' ? [] : this.#pageGuards;
    const guards = [...ofPage, ...(view.guard ? [view.guard] : []), ...more];
    const watch = {
      timeout: this.limits.hookTimeout,
      failed: (error: Error) => this.reportError(error, 'guard'),
    };
    const { pages } = this.services;
    const visit = {
      step,
      session,
      locals,
      path,
      get params() {
        return pages.paramsAt(path);
      },
      region,
      ...details,
    };
    return chain(askGuards(guards, visit, watch), (veto) => {
      const { event } = details;
      if (veto) this.hooks.onRefuse.call({ ...vetoed(veto), step, region, event, session, locals });
      return veto;
    });
  }

  sanitizeMarkup(html: string): string {
    const clean = sanitize(html);
    if (clean === html || !this.hooks.onSanitize.isUsed()) return clean;
    const { info: region, session, locals } = this;
    const [before, after] = [html.length, clean.length];
    this.hooks.onSanitize.call({ region, session, locals, before, after });
    return clean;
  }

  reportError(thrown: unknown, where: string): void {
    const { info: region, session } = this;
    this.hooks.onError.call({ error: toError(this.explainError(thrown)), where, region, session });
  }

  /** Notes that a piece of its work is done, or waits; a warning names work that blocked the event loop for long. */
  noteWork(started: number): void {
    this.touched = started;
    this.services.slowWork.noteWork(this.view.id, this.doing, started);
  }
}
