import { defineApp } from '@skerry/kit';

import { flushMeter } from './flush-meter.ts';

export default defineApp({
  plugins: [flushMeter()],
  // The browser tests press buttons faster than people do.
  limits: { eventRate: 2_000, maxEventBurst: 2_000 },
});
