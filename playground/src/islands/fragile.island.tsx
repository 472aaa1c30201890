/** @jsxImportSource preact */
import { useState } from 'preact/hooks';

/** Fails when its third crate is loaded: the page keeps its last HTML, and everything else goes on. */
export default function Fragile({ limit }: { limit: number }) {
  const [crates, setCrates] = useState(0);
  if (crates > limit) throw new Error(`The boat carries ${limit} crates, and this is one more.`);
  return (
    <p class="fragile">
      <button type="button" onClick={() => setCrates(crates + 1)}>
        Load a crate
      </button>{' '}
      <output>{crates} on board</output>
    </p>
  );
}
