import type { Language } from '@skerry/wire';

import type { putNodes } from './places.js';
import type { Templates } from './template.js';

/** The context in which an update is applied. */
export interface Frame {
  templates: Templates;
  /** The language of nodes that are in no element yet. */
  language: Language;
  /** Parts of the update that could not be applied. */
  losses: Loss[];
  /** Replaces siblings. */
  put: typeof putNodes;
}

/** Changes, the name of the one that could not be applied, and the error. */
export type Loss = [changes: object, name: string, error: unknown];
