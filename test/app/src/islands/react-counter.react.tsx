/** @jsxImportSource react */
import { type ReactNode, useId, useState } from 'react';

export default function ReactCounter({ start, children }: { start: number; children?: ReactNode }) {
  const [count, setCount] = useState(start);
  const id = useId();
  return (
    <div id="react" data-use-id={id}>
      <button type="button" onClick={() => setCount(count + 1)}>
        React: {count}
      </button>
      {children}
    </div>
  );
}
