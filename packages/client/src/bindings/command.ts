import type { Core } from './bindings.js';
import { attributeOf } from './options.js';

/**
 * `lv-command="--name"`: the element is the target of a button with `commandfor` and this `command`. The event of the region has
 * the same name. Browsers do not let it bubble.
 */
export const listen = ({ raiseAt, sendClick, signal }: Core): void =>
  document.addEventListener(
    'command',
    (event) => {
      const { target, command } = event as MouseEvent & { command: string };
      if (!(target instanceof Element) || event.defaultPrevented) return;
      const bound = attributeOf(target, 'lv-command')?.split(/[ ?]/)[0];
      if (bound === command) raiseAt(target, 'command', event as MouseEvent, sendClick);
    },
    { capture: true, signal },
  );
