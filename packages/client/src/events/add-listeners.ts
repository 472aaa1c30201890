/** Listens to events, named with spaces between, until the signal aborts. */
export function addListeners<E extends Event>(
  target: EventTarget,
  types: string,
  signal: AbortSignal,
  listener: (event: E) => void,
): void {
  for (const type of types.split(' '))
    EventTarget.prototype.addEventListener.call(target, type, listener as (event: Event) => void, {
      signal,
    });
}
