import { randomBytes } from 'node:crypto';

import { defineApp } from '@skerry/kit';
import { analytics } from '@skerry/plugins/analytics';
import { audit } from '@skerry/plugins/audit';
import { auth } from '@skerry/plugins/auth';
import { chaos } from '@skerry/plugins/chaos';

import { users } from './crew.ts';
import { faultPanel } from './faults.ts';
import { flushMeter } from './flush-meter.ts';
import { trail, trailSink } from './trail.ts';

export default defineApp({
  plugins: [
    flushMeter(),
    // Nothing is kept: an app that has to keep its records names a folder, and a key that outlives the process.
    audit({ keys: randomBytes(32).toString('base64url'), sinks: [trailSink] }),
    auth({ users, passwords: { words: ['Skerry', 'harbour'] } }),
    analytics({ dashboard: { path: '/admin/analytics' } }),
    trail(),
    ...(import.meta.env.DEV ? [chaos({ paused: true })] : []),
    faultPanel(),
  ],
  speculation: 'prefetch',
  limits: {
    // The browser tests press buttons faster than people do.
    eventRate: 2_000,
    maxEventBurst: 2_000,
    // So that nobody waits long to see a boundary that outlives its answer, on /stream.
    documentTimeout: 1_200,
  },
});
