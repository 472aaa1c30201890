import type { LiveEvent } from '../connection/live-event.js';
import type { Core, Take } from './bindings.js';
import { optionOf } from './options.js';
import { type Delay, Delays, timeOf } from './delays.js';

const delays = new Delays();

/** `lv-debounce` waits for a pause of some milliseconds, or until the field is left (`blur`). */
export const take: Take = (event, next) => {
  const time = optionOf(event, 'debounce');
  if (time === undefined) return next();
  const delay: Delay = delays.findDelay(event) ?? { event };
  delays.add(delay);
  clearTimeout(delay.timer);
  Object.assign(delay, { event, send: next });
  if (time !== 'blur') delay.timer = setTimeout(delays.endDelay, timeOf(time), delay);
};

export const beforeSend = (event: LiveEvent): void => delays.settleOthers(event);

/** A field that is left has come to a pause. */
export const listen = ({ addListeners, signal }: Core): void =>
  addListeners(document, 'focusout', signal, ({ target }) => {
    for (const delay of delays) if (delay.event.target === target) delays.endDelay(delay);
  });
