import { defineEndpoint } from '@skerry/kit';

import { lastFlush } from '../../flush-meter.ts';

/** `?region=<id>` answers with the bytes and microseconds of the last update of that region. */
export const GET = defineEndpoint('/api/flush', ({ url }) => ({
  flush: lastFlush(url.searchParams.get('region') ?? '') ?? null,
}));
