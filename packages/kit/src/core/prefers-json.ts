/** How well a media type suits a request: the quality that its `accept` header gives, and how exactly it names the type. */
type Rank = readonly [quality: number, exactness: number];

/**
 * Tells whether a request wants an answer as JSON, and not as HTML, by its `accept` header (RFC 9110, 12.5.1). Of two that suit it
 * equally well, the one that the header names more exactly is meant.
 *
 * @param otherwise the answer for a request that says neither
 */
export function prefersJson(accept: string | null, otherwise: boolean): boolean {
  const ranges = (accept ?? '').toLowerCase().split(',').map(toRange);
  const json = rank(ranges, (type) => isJson.test(type), 'application/*');
  const html = rank(ranges, (type) => type === 'text/html', 'text/*');
  const difference = json[0] - html[0] || json[1] - html[1];
  return difference === 0 ? otherwise : difference > 0;
}

/** JSON, and formats that are written in it. */
const isJson = /^application\/(?:[\w.-]+\+)?json$/;

interface Range {
  readonly type: string;
  readonly quality: number;
}

function toRange(text: string): Range {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim());
  const quality = parameters.find((parameter) => parameter.startsWith('q='));
  return { type, quality: quality === undefined ? 1 : Number(quality.slice(2)) || 0 };
}

function rank(ranges: readonly Range[], isExact: (type: string) => boolean, kind: string): Rank {
  const tests = [(type: string) => type === '*/*', (type: string) => type === kind, isExact];
  for (const exactness of [2, 1, 0] as const) {
    const qualities = ranges.filter(({ type }) => tests[exactness]?.(type));
    if (qualities.length > 0)
      return [Math.max(...qualities.map((each) => each.quality)), exactness];
  }
  return [0, 0];
}
