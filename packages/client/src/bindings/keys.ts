import type { Core } from './bindings.js';
import { keySender } from './key.js';

/** `lv-keydown` and `lv-keyup`. */
export function listen(core: Core): void {
  core.bindEvents('keydown', keySender(core));
  core.bindEvents('keyup', keySender(core));
}
