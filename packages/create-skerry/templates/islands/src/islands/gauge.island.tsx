/** @jsxImportSource preact */
import { useState } from 'preact/hooks';

/** Runs in the browser. The live view around it changes `value`; whether it is a bar is its own state. */
export default function Gauge({ value }: { value: number }) {
  const [isBar, setIsBar] = useState(true);
  return (
    <p>
      <button onClick={() => setIsBar(!isBar)}>{isBar ? 'as a number' : 'as a bar'}</button>{' '}
      {isBar ? <meter min={0} max={10} value={value} /> : <b>{value} of 10</b>}
    </p>
  );
}
