import Convoy from '../live/convoy.live.tsx';
import Fleet from '../live/fleet.live.tsx';
import { Measured } from '../parts/measured.tsx';

export const head = { title: 'Twins' };

export default function TwinsPage() {
  return (
    <>
      <h1>Twins</h1>
      <p class="lead">
        Regions do not know of each other. All of this page's share one connection; each has a
        channel, a state and a queue of its own.
      </p>
      <section aria-labelledby="two">
        <h2 id="two">Two regions of one view</h2>
        <div class="side-by-side">
          <Measured>
            <Fleet title="North fleet" ships={50} seed={2} />
          </Measured>
          <Measured>
            <Fleet title="South fleet" ships={50} seed={3} />
          </Measured>
        </div>
      </section>
      <section aria-labelledby="inside">
        <h2 id="inside">Regions inside a region</h2>
        <p>
          The convoy is a region and every ship in it another. Load some ships, then hoist another
          flag: the convoy hands its ships new props, and they keep their load.
        </p>
        <Convoy />
      </section>
    </>
  );
}
