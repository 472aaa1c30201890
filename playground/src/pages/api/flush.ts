import { lastFlush } from '../../flush-meter.ts';

/** `?region=<id>` answers with the bytes and microseconds of the last update of that region. */
export const GET = ({ url }: { url: URL }) => ({
  flush: lastFlush(url.searchParams.get('region') ?? '') ?? null,
});
