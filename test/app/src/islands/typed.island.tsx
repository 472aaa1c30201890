/** @jsxImportSource preact */
interface TypedProps {
  date: Date;
  map: Map<string, number>;
  set: Set<number>;
  big: bigint;
  url: URL;
  pattern: RegExp;
  nothing: { inside: undefined };
  zero: number;
  cycle: { self?: unknown };
  left: object;
  right: object;
}

/** Says of each prop what it is; the same on the server and in the browser. */
export default function Typed(props: TypedProps) {
  const { date, map, set, big, url, pattern, nothing, zero, cycle, left, right } = props;
  return (
    <output id="typed">
      {[
        date instanceof Date && date.toISOString(),
        map instanceof Map && map.get('one'),
        set instanceof Set && set.has(2),
        typeof big === 'bigint' && `${big}n`,
        url instanceof URL && url.pathname,
        pattern instanceof RegExp && pattern.test('ABC'),
        'inside' in nothing && nothing.inside === undefined,
        Object.is(zero, -0),
        cycle.self === cycle,
        left === right,
      ].join(' ')}
    </output>
  );
}
