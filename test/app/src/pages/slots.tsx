import Counter from '../islands/counter.island.tsx';
import Fold from '../islands/fold.island.tsx';
import Tally from '../live/tally.live.tsx';

export default () => (
  <>
    <Fold client:load label="open">
      <Tally name="tally-open" />
      <input id="typed-open" />
      <Fold client:load label="inner">
        <Counter client:load start={10} />
      </Fold>
    </Fold>
    <Fold client:load label="shut" shut>
      <Tally name="tally-shut" />
      <input id="typed-shut" />
      <Counter client:visible start={20} />
    </Fold>
  </>
);
