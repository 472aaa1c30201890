import { defineLive } from '../src/live/author/define.js';

const Inner = (): never => {
  throw new Error('No <tides> today.');
};

/** A component around one that throws. */
export const Outer = () => (
  <section>
    <Inner />
  </section>
);

/** A live view that cannot be rendered. */
export const Broken = defineLive({ mount: () => ({}) }, () => <Outer />, 'live/broken');
