import type { Refusal } from '@skerry/wire';

import type { LiveEvent } from '../connection/live-event.js';
import type { RegionHandle } from '../region/region-handle.js';

/** Matches the types of fields that are as before when an event is withheld; a text is kept. */
const isChoice = /^(checkbox|radio|select)/;

/** Refuses an event that is not to be sent: the box, the choice or the radio button that has raised it is as before. */
export const withhold = (event: LiveEvent, refusal: Refusal, region: RegionHandle): void =>
  region.takeRefusal(refusal, {
    ...event,
    took: new Map(
      [...(event.took ?? [])].filter(
        ([field]) =>
          event.type !== 'submit' &&
          field === event.target &&
          isChoice.test((field as HTMLInputElement).type),
      ),
    ),
  });
