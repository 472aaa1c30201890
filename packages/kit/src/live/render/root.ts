import { toInstance, unwrap } from '../../template/list/rows.js';
import type { Rendered } from '../../template/template.js';

/** What a live view rendered, as the root of a tree. */
export const rootOf = (value: unknown): Rendered => toInstance(unwrap(value));
