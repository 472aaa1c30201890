import Counter from '../live/counter.live.js';

export default () => (
  <main>
    <h1>Alive</h1>
    <Counter />
  </main>
);
