import Fleet from '../live/fleet.live.tsx';
import { Measured } from '../parts/measured.tsx';

export const head = { title: 'Table' };

export default function TablePage() {
  return (
    <>
      <h1>Table</h1>
      <p class="lead">
        A thousand ships in a keyed list. The figures say what the last change cost: the bytes of
        its whole frame, and how long the server took to render and compare.
      </p>
      <Measured>
        <Fleet title="Fleet" ships={1000} seed={1} />
      </Measured>
    </>
  );
}
