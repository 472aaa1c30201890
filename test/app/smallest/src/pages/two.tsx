import Counter from '../islands/counter.island.tsx';

export default () => (
  <>
    <Counter client:load />
    <Counter client:load start={5} />
  </>
);
