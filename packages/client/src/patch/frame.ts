import type { Language } from '@skerry/wire';

import type { putNodes } from './places.js';
import type { Templates } from './template.js';

/** What applying an update takes besides the update. */
export interface Frame {
  templates: Templates;
  /** The language of what stands in no element yet. */
  language: Language;
  /** Parts of the update that could not be applied. */
  losses: Loss[];
  /** Puts something in the place of siblings. */
  put: typeof putNodes;
}

/** Changes, the name of the one among them that could not be applied, and why. */
export type Loss = [changes: object, name: string, error: unknown];
