import Counter from '../islands/counter.island.tsx';

export default () => <Counter client:load />;
