/** @jsxImportSource preact */
import { useState } from 'preact/hooks';

/** A flag to hoist; it answers once its page was waved at. */
export default function Flag() {
  const [hoisted, setHoisted] = useState(false);
  return (
    <button type="button" aria-pressed={hoisted} onClick={() => setHoisted(!hoisted)}>
      {hoisted ? 'Flag is up' : 'Flag is down'}
    </button>
  );
}
