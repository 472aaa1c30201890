import Styled from '../islands/styled.island.tsx';

export default () => (
  <>
    <Styled client:load />
    <Styled client:visible />
  </>
);
