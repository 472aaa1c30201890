import type { Take } from './bindings.js';
import { buttonOf, optionOf, untilAnswered } from './options.js';

/** `lv-disable-with` disables a button until the answer. Its text is in `busy-text.ts`. */
export const take: Take = (event, next, region) => {
  const button = buttonOf(event);
  if (!button || optionOf(event, 'disable-with') === undefined) return next();
  const hasFocus = document.activeElement === button;
  untilAnswered(event, next, region, () => {
    if (button.disabled) return () => {};
    button.disabled = true;
    return () => {
      // An update may have disabled it too.
      if (!region.changesOf(button)?.has('disabled')) return;
      button.disabled = false;
      region.changesOf(button)!.delete('disabled');
      // A disabled button loses the focus.
      if (hasFocus && document.activeElement === document.body)
        button.focus({ preventScroll: true });
    };
  });
};
