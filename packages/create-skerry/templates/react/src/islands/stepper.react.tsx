/** @jsxImportSource react */
import { useState } from 'react';

/** A React component that runs in the browser. */
export default function Stepper({ start = 0 }: { start?: number }) {
  const [count, setCount] = useState(start);
  return (
    <p>
      <button onClick={() => setCount(count - 1)}>React −</button> <b>{count}</b>{' '}
      <button onClick={() => setCount(count + 1)}>React +</button>
    </p>
  );
}
