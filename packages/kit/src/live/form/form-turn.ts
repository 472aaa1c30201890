import type { SkerryError } from '../../core/errors.js';
import type { Limits } from '../../core/limits.js';
import type { LiveContext } from '../author/contexts.js';

/** The turn behind the `live` of a handler, with the members that forms need beside the author's. */
export interface FormTurn extends LiveContext<any> {
  /** The name of the view. */
  readonly viewName: string;
  readonly limits: Limits;
  /** Warns of a mistake of the app, in development. */
  warn(mistake: SkerryError): void;
}
