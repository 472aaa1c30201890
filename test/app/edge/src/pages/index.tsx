import Counter from '../live/counter.live.tsx';

export default () => (
  <main>
    <h1>Alive</h1>
    <Counter />
  </main>
);
