import Counter from '../islands/counter.island.tsx';

export default () => <Counter client:none start={9} />;
