import { defaultMaxPayload, regionIdPrefix, tooLargeReason } from '@skerry/wire';

import type { Channel } from '../connection/channel.js';
import type { Connection } from '../connection/connection.js';
import type { LiveEvent } from '../connection/live-event.js';
import type { EventQueue } from '../features.js';
import type { RegionHandle } from '../region/region-handle.js';

/**
 * Rules that drop or refuse events: duplicates, those of disabled elements, those that are too large. Loaded with the first
 * field, form or island in a region, or the first event that has to wait.
 */

// Forms answer to the names of their fields first.
const { closest, matches } = Element.prototype;
const { contains } = Node.prototype;

/** The element whose binding takes the events of this one. A form takes those of its fields, wherever they are. */
export function boundTo(target: Element, binding: string): Element | null {
  const element: Element | null = closest.call(target, binding);
  const { form } = target as Partial<HTMLInputElement>;
  const isField = /input|change/.test(binding) && form !== undefined;
  if (!isField || (element && !(element instanceof HTMLFormElement))) return element;
  return form && matches.call(form, binding) ? form : null;
}

/**
 * Returns true for a duplicate: the first of the clicks on a label and its field, the second of equal submits. Of waiting
 * inputs of the same fields in a row, it removes all but the last; a submit takes the place of those of its form.
 */
export function isSpare(event: LiveEvent, queue: LiveEvent[]): boolean {
  // What an earlier post had to say is no longer true.
  Document.prototype.querySelector.call(document, '.post-errors')?.remove();
  if (isPassedOn(event)) return true;
  const { type, element } = event;
  if (type === 'submit')
    for (const other of queue.filter((each) => isValue.test(each.type) && each.element === element))
      if (!other.seq) dropEvent(other, queue);
  const last = queue.at(-1);
  if (isValue.test(type) && last && replaces(event, last)) dropEvent(last, queue);
  return (
    type === 'submit' &&
    said(queue.findLast((other) => other.type === type && other.element === element)) ===
      said(event)
  );
}

/** Takes an event out of the queue as one that need not be sent. */
export function dropEvent(event: LiveEvent, queue: LiveEvent[]): void {
  queue.splice(queue.indexOf(event), 1);
  event.settle?.(undefined);
}

/** Matches the types of events that bring values of fields before a submit does. */
export const isValue = /^(input|change)$/;

/** Returns true if an input has all fields of another, which waits. */
const replaces = ({ type, element, took }: LiveEvent, last: LiveEvent): boolean =>
  last.type === type &&
  !last.seq &&
  last.element === element &&
  [...last.took!.keys()].every((field) => took!.has(field));

const said = (event?: LiveEvent): string => JSON.stringify([event?.name, event?.value]);

/** Selects labels, and the elements inside them that take a click for themselves. */
const interactive = 'label,a[href],button,input,select,textarea,details,[controls],[usemap]';

/** Returns a true value if the browser repeats a click on a label as one on its field, in the same bound element. */
function isPassedOn({ type, element, took }: LiveEvent): unknown {
  if (type !== 'click') return false;
  const [target] = took!.keys();
  const label = closest.call(target!, interactive) as Partial<HTMLLabelElement> | null;
  const field = label?.control;
  return field && contains.call(element!, field) && !matches.call(field, ':disabled');
}

/** Drops the duplicates among the events that waited for this code. */
export function dropSpare({ queue }: RegionHandle): void {
  for (const event of queue.splice(0)) if (!isSpare(event, queue)) queue.push(event);
}

/** Returns true if the elements of an event are on the page and not disabled. */
const isUsable = ({ element, submitter }: LiveEvent): boolean =>
  [element, submitter].every(
    (each) => !each || (each.isConnected && !matches.call(each, ':disabled')),
  );

const disabled = { code: 'disabled', reason: 'The element was disabled or removed.' };

/**
 * Notes the waiting events before an update.
 *
 * @returns a function that refuses those whose element the update has disabled or removed
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

/** Refuses an event that is larger than the server reads. @returns true if it is */
export function isTooLarge(event: LiveEvent, { queue, delegate, connection }: EventQueue): boolean {
  const { maxPayload = defaultMaxPayload } = connection.limits;
  const bytes = new TextEncoder().encode(JSON.stringify(event.value)).length;
  if (bytes <= maxPayload) return false;
  queue.splice(queue.indexOf(event), 1);
  delegate.takeRefusal(
    { code: 'too-large', reason: tooLargeReason(event.name, bytes, maxPayload) },
    event,
  );
  return true;
}

/** Resets the form of an element that has raised an event. The form by which a button works without script is none. */
export function resetForm(element: Element): void {
  const isForm = element instanceof HTMLFormElement;
  const own = (element as Partial<HTMLInputElement>).form;
  const isOurs = own && Element.prototype.getAttribute.call(own, 'id')?.startsWith(regionIdPrefix);
  const form = isForm ? element : own && !isOurs ? own : closest.call(element, 'form');
  if (form) HTMLFormElement.prototype.reset.call(form);
}
