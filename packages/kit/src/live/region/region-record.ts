import type { Locals } from '../../core/locals.js';
import type { LiveSession } from '../../core/session.js';
import { toError } from '../../core/thrown.js';
import type { RegionInfo } from '../../hooks/payloads.js';
import type { LiveView } from '../author/define.js';
import type { ParentRegion } from '../render/child-regions.js';
import { checkPlain } from './check-plain.js';
import type { Identity } from './identity.js';
import type { RegionCore } from './parts.js';
import type { RegionServices } from './region-services.js';

type State = Record<string, unknown>;
type Props = Record<string, unknown>;

/** The identity, state and bookkeeping of a region, without its flow. */
export abstract class RegionRecord implements RegionCore {
  readonly id: string;
  readonly position: string;
  readonly page: string;
  readonly session: LiveSession;
  /** Those of its request; after a join, those of the connection. */
  locals: Locals;
  readonly address: string;
  readonly parent: ParentRegion | undefined;
  view: LiveView;
  props: Props;
  state: State = {};
  /** Start of its last work, by `performance.now()`. */
  touched = performance.now();
  /** Name of its work, for warnings. */
  doing = 'render';
  /** The turn or the mount that is under way, to be called off when the region ends. */
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

  /** Refuses a state that is no plain data, in development. */
  checkState(state: State): void {
    if (this.services.development) checkPlain(this.view.id, state);
  }

  report(thrown: unknown, where: string): void {
    const { info: region, session } = this;
    this.hooks.onError.call({ error: toError(thrown), where, region, session });
  }

  /** A piece of its work was done, or waits: where that took long in one go, a warning names it. */
  worked(started: number): void {
    this.touched = started;
    this.services.slowWork.took(this.view.id, this.doing, started);
  }
}
