import type { LiveEvent } from '../connection/live-event.js';
import type { Take } from './bindings.js';
import { optionOf } from './options.js';
import { type Delay, Delays, timeOf } from './delays.js';

const delays = new Delays();

/** Matches events that are dropped if they come too early; of others the last one counts. */
const repeats = /^(click|dblclick|submit|(window-)?key|command|mouse)/;

/** `lv-throttle` sends one event in so many milliseconds. */
export const take: Take = (event, next) => {
  const time = optionOf(event, 'throttle');
  if (time === undefined) return next();
  const delay = delays.findDelay(event);
  if (!delay) sendDelay({ event, send: next }, timeOf(time));
  else if (!repeats.test(event.type)) Object.assign(delay, { event, send: next });
};

export const beforeSend = (event: LiveEvent): void => delays.settleOthers(event);

/** Sends an event, and the next one after a time, if there is one by then. */
function sendDelay(delay: Delay, time: number): void {
  delays.endDelay(delay);
  if (!delay.send) return;
  delay.send = undefined;
  delays.add(delay);
  delay.timer = setTimeout(sendDelay, time, delay, time);
}
