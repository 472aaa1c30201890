import Counter from '../islands/counter.island.tsx';
import Thrower from '../islands/thrower.island.tsx';
import Tally from '../live/tally.live.tsx';

export default () => (
  <>
    <Thrower client:load when="server" />
    <Thrower client:load when="hydrate">
      <Tally name="tally" />
    </Thrower>
    <Thrower client:load when="later" />
    <Thrower client:load when="effect" />
    <Counter client:load />
  </>
);
