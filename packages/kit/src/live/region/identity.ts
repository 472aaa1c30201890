import type { Locals } from '../../core/locals.js';
import type { LiveSession } from '../../core/session.js';
import type { LiveView } from '../author/define.js';
import type { ParentRegion } from '../render/child-regions.js';

/** Who a region is, and where it stands. */
export interface Identity {
  readonly id: string;
  readonly view: LiveView;
  /** Places and keys that lead to it in its page. */
  readonly position: string;
  /** Path of its page. */
  readonly page: string;
  readonly session: LiveSession;
  /** The locals of the request or the connection that it is mounted for. */
  readonly locals: Locals;
  /** Address that asked for it; empty where none is known. */
  readonly address: string;
  readonly props: Record<string, unknown>;
  /** The region that it is in. */
  readonly parent?: ParentRegion | undefined;
}
