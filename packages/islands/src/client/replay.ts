/**
 * Replays an event to an island that missed it.
 *
 * @returns true if that tells the island the value of a field
 */
export function replay(host: EventTarget, event: Event, target: Element): boolean {
  for (const copy of copiesOf(event)) {
    // The content of a slot has had the event: now only the island receives it.
    if (target !== event.target) Object.defineProperty(copy, 'target', { value: event.target });
    dispatchInside(host, target, copy);
  }
  return /^(?:input|change)$/.test(event.type) || (event.type === 'click' && isWatched(target));
}

/** Returns true if React reads clicks on an element to find out whether it is checked. */
const isWatched = (field: Element): boolean => Object.hasOwn(field, 'checked');

/** Tells an island that a field has been edited. */
export function tellEdit(host: EventTarget, field: Element): void {
  if (isWatched(field)) dispatchInside(host, field, new Event('click', bubbling));
  dispatchInside(host, field, new InputEvent('input', bubbling));
  dispatchInside(host, field, new Event('change', bubbling));
}

const bubbling = { bubbles: true, cancelable: true, composed: true };

/** Dispatches an event that does not leave the host; only capturing listeners around the host see it. */
function dispatchInside(host: EventTarget, target: Element, event: Event): void {
  const stop = () => event.stopPropagation();
  host.addEventListener(event.type, stop);
  EventTarget.prototype.dispatchEvent.call(target, event);
  host.removeEventListener(event.type, stop);
}

function copiesOf(event: Event): Event[] {
  const { type } = event;
  if (type === 'click') return [inertClick(event)];
  const Kind = event.constructor as new (type: string, like: EventInit) => Event;
  const copy = new Kind(type, event);
  if (type !== 'focusin') return [copy];
  // Focus events come in pairs, and only this one bubbles past the host.
  const { relatedTarget, view } = event as FocusEvent;
  return [new FocusEvent('focus', { relatedTarget, view, composed: true }), copy];
}

/**
 * A click that follows no link and checks no box: the first one did that. For browsers only a mouse event is a click
 * (https://dom.spec.whatwg.org/#concept-event-dispatch, step 5.4), for listeners anything that looks like one.
 */
function inertClick(event: Event): Event {
  const copy = new Event(event.type, event);
  for (const key in event) {
    if (key in copy) continue;
    const value: unknown = Reflect.get(event, key);
    Object.defineProperty(copy, key, {
      value: typeof value === 'function' ? value.bind(event) : value,
    });
  }
  return copy;
}
