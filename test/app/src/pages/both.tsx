import Counter from '../islands/counter.island.tsx';
import ReactCounter from '../islands/react-counter.react.tsx';

export default () => (
  <>
    <Counter client:load start={1} />
    <ReactCounter client:load start={2}>
      <Counter client:load start={3} />
    </ReactCounter>
  </>
);
