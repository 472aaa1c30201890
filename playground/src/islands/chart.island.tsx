/** @jsxImportSource preact */
import { useLive } from '@skerry/islands';
import { useState } from 'preact/hooks';

import type Tide from '../live/tide.live.tsx';
import styles from './chart.module.css';

const width = 640;
const height = 200;

/** A line through the points that the region around it measures. Pressing one asks the region about it. */
export default function Chart({ points, unit }: { points: number[]; unit: string }) {
  const live = useLive<typeof Tide>();
  const [note, setNote] = useState('Press a point to ask the server about it.');
  const [from, to] = [Math.min(...points), Math.max(...points)];
  const x = (index: number) => 12 + (index * (width - 24)) / Math.max(points.length - 1, 1);
  const y = (value: number) => height - 12 - ((value - from) * (height - 24)) / (to - from || 1);

  const ask = async (index: number) => {
    try {
      setNote(String(await live?.send('about', { index })));
    } catch (error) {
      setNote((error as Error).message);
    }
  };

  return (
    <figure class={styles.chart}>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={`${points.length} levels`}>
        <polyline points={points.map((value, i) => `${x(i)},${y(value)}`).join(' ')} />
        {points.map((value, i) => (
          <circle key={i} cx={x(i)} cy={y(value)} r="5" onClick={() => ask(i)}>
            <title>
              {value} {unit}
            </title>
          </circle>
        ))}
      </svg>
      <figcaption aria-live="polite">{note}</figcaption>
    </figure>
  );
}
