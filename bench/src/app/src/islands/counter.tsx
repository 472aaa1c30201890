/** @jsxImportSource preact */
import { useState } from 'preact/hooks';

/** What a counter shows at first. */
export interface CounterProps {
  label: string;
  start: number;
}

/** What is hydrated on both sides. */
export default function Counter({ label, start }: CounterProps) {
  const [count, setCount] = useState(start);
  return (
    <div class="counter">
      <span>{label}</span>
      <button type="button" onClick={() => setCount(count + 1)}>
        {count}
      </button>
    </div>
  );
}
