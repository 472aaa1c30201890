import type { Core, Take } from './bindings.js';
import { optionOf } from './options.js';
import { type Delay, Delays } from './delays.js';

const delays = new Delays();

/** `lv-debounce` waits for a pause of some milliseconds, or until the field is left (`blur`). */
export const take: Take = (event, next) => {
  delays.settleForm(event);
  const time = optionOf(event, 'debounce');
  if (time === undefined) return next();
  const delay: Delay = delays.findDelay(event) ?? { event };
  delays.add(delay);
  clearTimeout(delay.timer);
  Object.assign(delay, { event, send: next });
  if (time !== 'blur') delay.timer = setTimeout(delays.endDelay, +time || 300, delay);
};

/** A field that is left has come to a pause. */
export const listen = ({ addListeners, signal }: Core): void =>
  addListeners(document, 'focusout', signal, ({ target }) => {
    for (const delay of delays) if (delay.event.target === target) delays.endDelay(delay);
  });
