import { defineApp } from '@skerry/kit';

import { flushMeter } from './flush-meter.ts';

export default defineApp({
  plugins: [flushMeter()],
  speculation: 'prefetch',
  limits: {
    // The browser tests press buttons faster than people do.
    eventRate: 2_000,
    maxEventBurst: 2_000,
    // So that nobody waits long to see a boundary that outlives its answer, on /stream.
    documentTimeout: 1_200,
  },
});
