import type { Refusal, RegionPort } from '@skerry/wire';

import type { RegionHandle } from '../region/region-handle.js';

/** How the islands in a region speak to it. */
export const portOf = (region: RegionHandle): RegionPort => ({
  send: (name, payload = null) =>
    new Promise((resolve, reject) => {
      const settle = (reply: unknown, error?: Refusal) =>
        error ? reject(Object.assign(new Error(error.reason), error)) : resolve(reply);
      // A copy: what is no data fails here, and a later change of it was not sent.
      const value: unknown = JSON.parse(JSON.stringify(payload));
      if (region.takesEvents) region.raiseEvent({ type: 'send', name, value, settle });
      else settle(null, { code: 'ended', reason: 'The region has ended.' });
    }),
});
