import greeting from 'virtual:hello/greeting';

import Clock from './clock.live.tsx';
import Flag from './flag.island.tsx';

export const head = { title: greeting };

/** The page of the plugin. */
export default function Hello() {
  return (
    <main>
      <h1>{greeting}</h1>
      <Clock />
      <Flag client:wave />
    </main>
  );
}
