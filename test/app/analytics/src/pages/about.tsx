import Fold from '../islands/fold.island.tsx';

export const prerender = true;
export const head = { title: 'About' };

export default function About() {
  return (
    <main>
      <h1>About</h1>
      <Fold client:visible text="written at build" />
    </main>
  );
}
