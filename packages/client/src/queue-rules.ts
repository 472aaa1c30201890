import { byteLength, tooLargeReason } from '@skerry/wire';

import type { LiveEvent } from './channel.js';
import type { Region } from './region.js';

/** What few events need: those that wait behind others, and large ones. Loaded with the first of them. */

// Forms answer to the names of their fields first.
const { contains: holds } = Node.prototype;
const { matches } = Element.prototype;

/** Whether what raised an event is on the page and not disabled. */
const isUsable = ({ element, submitter }: LiveEvent): boolean =>
  [element, submitter].every(
    (each) => !each || (holds.call(document, each) && !matches.call(each, ':disabled')),
  );

const disabled = { code: 'disabled', reason: 'The element was disabled or removed.' };

/**
 * Notes, before an update, what has raised the events that wait. The function it returns takes those out of the queue whose
 * element is gone or disabled after it, and refuses them.
 */
export function watchWaiting(region: Region, queue: LiveEvent[]): () => void {
  const waiting = queue.filter((event) => !event.seq && isUsable(event));
  return () => {
    for (const event of waiting) {
      if (isUsable(event)) continue;
      queue.splice(queue.indexOf(event), 1);
      region.refused(disabled, event);
    }
  };
}

/** Why a frame is not sent that the server would not take. */
export function excessOf(frame: string, event: string, maxPayload: number): string | undefined {
  const bytes = byteLength(frame);
  return bytes > maxPayload ? tooLargeReason(event, bytes, maxPayload) : undefined;
}
