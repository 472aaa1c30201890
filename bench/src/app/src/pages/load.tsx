import Counter from '../islands/counter.island.js';
import { counters } from '../counters.js';

export const head = { title: 'load' };

/** Fifty islands that hydrate at once. */
export default () => (
  <main>
    {counters(0, 50).map((props) => (
      <Counter client:load {...props} />
    ))}
  </main>
);
