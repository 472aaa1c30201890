import { defineApp, deny } from '@skerry/kit';
import { analytics } from '@skerry/plugins/analytics';

import { crew } from './crew.ts';

export default defineApp({
  speculation: 'prefetch',
  plugins: [
    analytics({
      path: '/beacons',
      dashboard: {
        path: '/numbers',
        guard: ({ session }) =>
          crew.has(session.id) ? undefined : deny('Only the crew sees this.'),
      },
    }),
  ],
});
