import Counter from '../islands/counter.island.tsx';
import Tally from '../live/tally.live.tsx';

export const prerender = true;

export default () => (
  <>
    <Counter client:load start={30} />
    <Tally name="still" />
  </>
);
