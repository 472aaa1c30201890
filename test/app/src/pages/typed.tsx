import Typed from '../islands/typed.island.tsx';

const cycle: { self?: unknown } = {};
cycle.self = cycle;
const shared = { one: 1 };

export default () => (
  <Typed
    client:load
    date={new Date(1e12)}
    map={new Map([['one', 1]])}
    set={new Set([1, 2])}
    big={10n ** 20n}
    url={new URL('https://example.test/path')}
    pattern={/abc/i}
    nothing={{ inside: undefined }}
    zero={-0}
    cycle={cycle}
    left={shared}
    right={shared}
  />
);
