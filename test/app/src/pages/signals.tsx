import { signal } from '@preact/signals';

import Sharing from '../islands/sharing.island.tsx';

export default () => {
  const count = signal(4);
  return (
    <>
      <Sharing client:load id="one" count={count} />
      <Sharing client:interaction id="two" count={count} />
    </>
  );
};
