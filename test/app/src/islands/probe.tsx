/** @jsxImportSource preact */
import { useState } from 'preact/hooks';

/** Makes a component whose chunk is its own, so that a test sees in the network when it is loaded. */
export const probe = (name: string) =>
  function Probe() {
    const [presses, setPresses] = useState(0);
    return (
      <div class="probe" id={name}>
        <button type="button" onClick={() => setPresses(presses + 1)}>
          {name}
        </button>
        <output>{presses}</output>
      </div>
    );
  };
