import Fold from '../islands/fold.island.tsx';
import Composed from '../live/composed.live.tsx';
import { Line } from '../parts/line.tsx';

export default () => (
  <>
    <Composed name="sound" />
    <section id="torn">
      <Line>
        <Composed name="view" />
      </Line>
    </section>
    <section id="island">
      <Line>
        <Fold client:load label="alone">
          <b>slot</b>
        </Fold>
      </Line>
    </section>
  </>
);
