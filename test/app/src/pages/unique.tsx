import Unique from '../islands/unique.island.tsx';

export default () => (
  <>
    <Unique client:load />
    <Unique client:load />
    <Unique client:visible />
  </>
);
