/**
 * Plays an event to an island that it missed.
 *
 * @returns whether that tells the island what is in a field
 */
export function replay(host: EventTarget, event: Event, target: Element): boolean {
  for (const copy of copiesOf(event)) {
    // What stands in a slot has had the event: it is the island's turn alone.
    if (target !== event.target) Object.defineProperty(copy, 'target', { value: event.target });
    dispatchInside(host, target, copy);
  }
  return /^(?:input|change)$/.test(event.type) || (event.type === 'click' && isWatched(target));
}

/** Whether React looks at clicks on an element to find out whether it is checked. */
const isWatched = (field: Element): boolean => Object.hasOwn(field, 'checked');

/** Tells an island that a field has been edited. */
export function tellEdit(host: EventTarget, field: Element): void {
  if (isWatched(field)) dispatchInside(host, field, new Event('click', bubbling));
  dispatchInside(host, field, new InputEvent('input', bubbling));
  dispatchInside(host, field, new Event('change', bubbling));
}

const bubbling = { bubbles: true, cancelable: true, composed: true };

/** Dispatches an event that nobody around the host gets to hear, but for those who listen to its capture. */
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
  // The two come together, and only this one passes by the host.
  const { relatedTarget, view } = event as FocusEvent;
  return [new FocusEvent('focus', { relatedTarget, view, composed: true }), copy];
}

/**
 * A click that follows no link and checks no box: the first one did that. For browsers a click is what is a mouse event
 * (https://dom.spec.whatwg.org/#concept-event-dispatch, step 5.4), for listeners what looks like one.
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
