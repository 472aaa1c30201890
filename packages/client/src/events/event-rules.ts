import { type Refusal, tooLargeReason } from '@skerry/wire';

import type { Channel } from '../connection/channel.js';
import type { Connection } from '../connection/connection.js';
import type { LiveEvent } from '../connection/live-event.js';
import type { EventQueue } from '../features.js';
import type { RegionHandle } from '../region/region-handle.js';

/**
 * Rules for events that are one too many, come too late, or are too large. Loaded with the first field or form in a region,
 * the first island, or the first event that has to wait.
 */

// Forms answer to the names of their fields first.
const { closest, matches } = Element.prototype;
const { contains } = Node.prototype;

/** The element whose binding hears an event of this one. A form hears its own fields, wherever they are. */
export function boundTo(target: Element, binding: string): Element | null {
  const element: Element | null = closest.call(target, binding);
  const { form } = target as Partial<HTMLInputElement>;
  const isField = binding === '[lv-input]' && form !== undefined;
  if (!isField || (element && !(element instanceof HTMLFormElement))) return element;
  return form && matches.call(form, binding) ? form : null;
}

/**
 * Whether an event is one too many: of clicks on a label and its field the first, of submits that are alike the second. Of
 * inputs of the same fields in a row that wait, it takes out all but the last.
 */
export function isSpare(event: LiveEvent, queue: LiveEvent[]): boolean {
  if (isPassedOn(event)) return true;
  const { type, element } = event;
  const last = queue.at(-1);
  if (type === 'input' && last && replaces(event, last)) queue.pop();
  return (
    type === 'submit' &&
    said(queue.findLast((other) => other.type === type && other.element === element)) ===
      said(event)
  );
}

/** Whether an input says all that another says, which waits. */
const replaces = ({ element, took }: LiveEvent, last: LiveEvent): boolean =>
  last.type === 'input' &&
  !last.seq &&
  last.element === element &&
  [...last.took!.keys()].every((field) => took!.has(field));

const said = (event?: LiveEvent): string => JSON.stringify([event?.name, event?.value]);

/** What keeps a click for itself inside of a label, and labels. */
const interactive = 'label,a[href],button,input,select,textarea,details,[controls],[usemap]';

/** Whether browsers let a click on a label be followed by one on its field, which the bound element hears as well. */
function isPassedOn({ type, element, took }: LiveEvent): unknown {
  if (type !== 'click') return false;
  const [target] = took!.keys();
  const label = closest.call(target!, interactive) as Partial<HTMLLabelElement> | null;
  const field = label?.control;
  return field && contains.call(element!, field) && !matches.call(field, ':disabled');
}

/** Takes those that are one too many out of what waited for this code. */
export function dropSpare({ queue }: RegionHandle): void {
  for (const event of queue.splice(0)) if (!isSpare(event, queue)) queue.push(event);
}

/** Whether what has raised an event is on the page, and not disabled. */
const isUsable = ({ element, submitter }: LiveEvent): boolean =>
  [element, submitter].every(
    (each) => !each || (each.isConnected && !matches.call(each, ':disabled')),
  );

const disabled = { code: 'disabled', reason: 'The element was disabled or removed.' };

/**
 * Notes, before an update, which events of the page wait. The function that it returns refuses those whose element is
 * disabled or gone after it.
 */
export function watchWaiting({ members }: Connection): () => void {
  const waiting = [...(members as Set<Channel>)].map(
    (channel) => [channel, channel.queue.filter((event) => !event.seq && isUsable(event))] as const,
  );
  return () => {
    for (const [{ queue, delegate }, events] of waiting)
      for (const event of events)
        if (!isUsable(event) && queue.includes(event)) {
          queue.splice(queue.indexOf(event), 1);
          delegate.takeRefusal(disabled, event);
        }
  };
}

/** Refuses an event that the server would not take. @returns whether it is */
export function isTooLarge(event: LiveEvent, { queue, delegate, connection }: EventQueue): boolean {
  const { maxPayload } = connection;
  const bytes = new TextEncoder().encode(JSON.stringify(event.value)).length;
  if (bytes <= maxPayload) return false;
  queue.shift();
  delegate.takeRefusal(
    { code: 'too-large', reason: tooLargeReason(event.name, bytes, maxPayload) },
    event,
  );
  return true;
}

/** Why an event is refused behind whose name its binding has no JSON. */
export const badBinding = ({ type, name, value }: LiveEvent): Refusal => ({
  code: 'bad-binding',
  reason: `lv-${type}="${name} ${value}": behind the name of the event goes JSON, as {"by": 1}, or nothing.`,
});

/** Resets the form of an element that has raised an event. */
export function resetForm(element: Element): void {
  const isForm = element instanceof HTMLFormElement;
  const form = isForm
    ? element
    : ((element as Partial<HTMLInputElement>).form ?? closest.call(element, 'form'));
  if (form) HTMLFormElement.prototype.reset.call(form);
}
