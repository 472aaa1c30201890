import { signal } from '@preact/signals';

import Basket from '../islands/basket.island.tsx';
import Buoy from '../islands/buoy.island.tsx';
import Dial from '../islands/dial.react.tsx';
import Fragile from '../islands/fragile.island.tsx';
import Modal from '../islands/modal.island.tsx';
import Tabs from '../islands/tabs.island.tsx';
import Counter from '../live/counter.live.tsx';
import Tide from '../live/tide.live.tsx';
import { Measured } from '../parts/measured.tsx';

export const head = { title: 'Islands' };

export default function IslandsPage() {
  const catches = signal(0);
  return (
    <>
      <h1>Islands</h1>
      <p class="lead">
        Components of Preact and React that run in the browser, in the middle of a page that the
        server renders. Each brings its own script, when its time has come.
      </p>
      <section aria-labelledby="chart">
        <h2 id="chart">A chart that a region feeds</h2>
        <p>
          The region sends the new point and nothing else. The chart keeps its own state, and asks
          the region by <code>useLive()</code>.
        </p>
        <Measured>
          <Tide points={40} />
        </Measured>
      </section>
      <section aria-labelledby="tabs">
        <h2 id="tabs">Tabs with live panels</h2>
        <p>
          The panels come from the server. Count in the first one, look at the other, come back.
        </p>
        <Tabs
          client:idle
          labels={['A live region', 'A field']}
          first={<Counter start={7} label="Counter in a tab" />}
          second={
            <label>
              What you write here stays <input name="kept" />
            </label>
          }
        />
      </section>
      <section aria-labelledby="modal">
        <h2 id="modal">A dialog with an island in it</h2>
        <Modal client:interaction="click" title="Write in the log">
          <p>
            <label>
              Entry <input name="entry" />
            </label>
          </p>
          <div class="box">
            <Buoy client:visible strategy="visible" told="Hydrates when the dialog first opens." />
          </div>
        </Modal>
      </section>
      <section aria-labelledby="shared">
        <h2 id="shared">One signal, two islands</h2>
        <div class="side-by-side">
          <Basket client:load name="North pier" count={catches} />
          <Basket client:load name="South pier" count={catches} />
        </div>
      </section>
      <section aria-labelledby="react">
        <h2 id="react">An island of React</h2>
        <Dial client:visible label="Course" start={45} />
      </section>
      <section aria-labelledby="fragile">
        <h2 id="fragile">One that fails</h2>
        <p>
          It carries two crates. The third one makes it throw: its last HTML stays, the error is
          reported, and everything else on this page goes on.
        </p>
        <Fragile client:load limit={2} />
      </section>
    </>
  );
}
