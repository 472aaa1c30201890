import type { Refusal, RegionPort } from '@skerry/wire';

import type { RegionHandle } from '../region/region-handle.js';

/** Makes the port by which the islands in a region send to it. */
export const portOf = (region: RegionHandle): RegionPort => ({
  send: (name, payload = null) =>
    new Promise((resolve, reject) => {
      const settle = (reply: unknown, error?: Refusal) =>
        error ? reject(Object.assign(new Error(error.reason), error)) : resolve(reply);
      // The copy fails if the payload is no data, and keeps later changes of it out.
      const value: unknown = JSON.parse(JSON.stringify(payload));
      if (region.takesEvents) region.raiseEvent({ type: 'send', name, value, settle });
      else settle(null, { code: 'ended', reason: 'The region has ended.' });
    }),
});
