import Counter from '../islands/counter.island.js';
import { counters } from '../counters.js';

export const head = { title: 'mixed' };

/** Ten counters of each strategy; five of those that wait to be seen are below the fold. */
export default () => (
  <main>
    {counters(0, 10).map((props) => (
      <Counter client:load {...props} />
    ))}
    {counters(10, 10).map((props) => (
      <Counter client:idle {...props} />
    ))}
    {counters(20, 5).map((props) => (
      <Counter client:visible {...props} />
    ))}
    <div style="height: 300vh"></div>
    {counters(25, 5).map((props) => (
      <Counter client:visible {...props} />
    ))}
    {counters(30, 10).map((props) => (
      <Counter client:interaction {...props} />
    ))}
    {counters(40, 10).map((props) => (
      <Counter client:none {...props} />
    ))}
  </main>
);
