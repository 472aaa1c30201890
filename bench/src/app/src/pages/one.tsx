import Counter from '../islands/counter.island.js';

export const head = { title: 'one' };

/** A page with one island. */
export default () => (
  <main>
    <Counter client:load label="counter 0" start={0} />
  </main>
);
