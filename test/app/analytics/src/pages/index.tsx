import Fold from '../islands/fold.island.tsx';
import Counter from '../live/counter.live.tsx';

export const head = { title: 'Home' };

export default function Home() {
  return (
    <main>
      <h1>Home</h1>
      <Counter />
      <Fold client:load text="inside" />
      <a href="/ships/Merlin">Merlin</a>
    </main>
  );
}
