/** @jsxImportSource preact */
import { useState } from 'preact/hooks';

const height = 100;

/** Draws the last seconds. The live view feeds it; how much it shows is its own state. */
export default function Chart({ values, limit }: { values: number[]; limit: number }) {
  const [seconds, setSeconds] = useState(60);
  const shown = values.slice(-seconds);
  const top = 1.2 * Math.max(limit, ...shown);
  const y = (value: number) => height * (1 - value / top);
  const points = shown.map((value, i) => `${seconds - shown.length + i},${y(value)}`);
  return (
    <figure>
      <svg viewBox={`0 0 ${seconds - 1} ${height}`} preserveAspectRatio="none" aria-hidden="true">
        <line x1={0} x2={seconds - 1} y1={y(limit)} y2={y(limit)} />
        <polyline points={points.join(' ')} />
      </svg>
      <figcaption>
        The last {seconds} seconds{' '}
        <button onClick={() => setSeconds(seconds === 60 ? 15 : 60)}>
          {seconds === 60 ? 'Closer' : 'Further'}
        </button>
      </figcaption>
    </figure>
  );
}
