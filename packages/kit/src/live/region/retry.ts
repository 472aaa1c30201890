import { Binding } from '../../template/binding.js';
import type { EventHandler } from '../author/define.js';

/** The event that every region takes, to load a member of its state again. */
const retryEvent = 'skerry:retry';

/** The event that loads a member again, as the text of an `lv-click`. */
export const retryBinding = (key: string): string => `${new Binding(retryEvent, key)}`;

/** The handler of {@link retryEvent}. A key without a failed load changes nothing. */
const retry: EventHandler = {
  schema: undefined,
  guards: [],
  handle: (live, key) => live.retry(key as never),
};

/** The events of Skerry's own that every region takes. */
export const ownEvents: ReadonlyMap<string, EventHandler> = new Map([[retryEvent, retry]]);
