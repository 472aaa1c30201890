import { regionAt } from './events/events.js';
import { portOf } from './islands/island-port.js';

/**
 * Sends an event to the region around an element, as a binding does.
 *
 * @param payload plain data
 * @returns the value that the handler gives to `live.reply`
 * @throws Error if there is no region around the element, or with the `code` and the reason of the server's refusal
 * @example
 * const { total } = await sendEvent(document.querySelector('#cart'), 'count', { all: true });
 */
export async function sendEvent(
  element: Element,
  name: string,
  payload?: unknown,
): Promise<unknown> {
  const region = regionAt(element);
  if (!region)
    throw new Error(`There is no region around <${element.localName}>, so nobody takes "${name}".`);
  return portOf(region).send(name, payload);
}
