import type { Locals } from '../../core/locals.js';
import type { LiveSession } from '../../core/session.js';
import type { RegionInfo } from '../../hooks/subjects.js';
import type { LiveView } from '../author/define.js';
import type { Services } from '../services.js';

/** The members of a region that all its parts may read; each part adds the members that it alone needs. */
export interface RegionCore {
  readonly id: string;
  readonly view: LiveView;
  readonly info: RegionInfo;
  readonly session: LiveSession;
  readonly locals: Locals;
  readonly services: Services;
  readonly props: Record<string, unknown>;
  readonly state: Record<string, unknown>;
  readonly ended: boolean;
  /** Cleans markup that a visitor has written, and tells the taps if that has changed it. @throws SkerryError `not-markup` */
  sanitizeMarkup(html: string): string;
  /** Reports a contained failure. */
  reportError(thrown: unknown, where: string): void;
}
