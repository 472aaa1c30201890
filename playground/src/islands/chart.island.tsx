/** @jsxImportSource preact */
import { useLive } from '@skerry/islands';
import type { TargetedKeyboardEvent } from 'preact';
import { useState } from 'preact/hooks';

import type Tide from '../live/tide.live.tsx';
import styles from './chart.module.css';

const width = 640;
const height = 200;

/** The point that a key leads to, of so many. */
function pointBy(key: string, from: number, count: number): number | undefined {
  if (key === 'ArrowLeft') return Math.max(0, from - 1);
  if (key === 'ArrowRight') return Math.min(count - 1, from + 1);
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : undefined;
}

/**
 * A line through the points that the region around it measures. Pressing one asks the region about it. For the Tab key they are
 * one; arrows lead from point to point.
 */
export default function Chart({ points, unit }: { points: number[]; unit: string }) {
  const live = useLive<typeof Tide>();
  const [note, setNote] = useState('Press a point to ask the server about it.');
  const [last, setLast] = useState(0);
  const current = Math.min(last, points.length - 1);
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

  const move = (event: TargetedKeyboardEvent<SVGElement>, index: number) => {
    const next = pointBy(event.key, index, points.length);
    const isPress = event.key === 'Enter' || event.key === ' ';
    if (next === undefined && !isPress) return;
    event.preventDefault();
    if (next === undefined) return ask(index);
    event.currentTarget.parentElement?.querySelectorAll('circle')[next]?.focus();
  };

  return (
    <figure class={styles.chart}>
      <svg viewBox={`0 0 ${width} ${height}`} role="group" aria-label={`${points.length} levels`}>
        <polyline points={points.map((value, i) => `${x(i)},${y(value)}`).join(' ')} />
        {points.map((value, i) => (
          <circle
            key={i}
            cx={x(i)}
            cy={y(value)}
            r="5"
            role="button"
            tabindex={i === current ? 0 : -1}
            onFocus={() => setLast(i)}
            onClick={() => ask(i)}
            onKeyDown={(event) => move(event, i)}
          >
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
