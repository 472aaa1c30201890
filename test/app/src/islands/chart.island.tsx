/** @jsxImportSource preact */
import { useLive } from '@skerry/islands';
import { useEffect, useState } from 'preact/hooks';

import type Weather from '../live/weather.live.tsx';

/** Shows what a region measures, asks it, and hears what it says. */
export default function Chart({ points }: { points: number[] }) {
  const live = useLive<typeof Weather>();
  const [answer, setAnswer] = useState('');
  const [heard, setHeard] = useState('');
  useEffect(() => live?.on('gale', (force) => setHeard(`gale ${String(force)}`)), [live]);
  const ask = (index: number) =>
    live?.send('about', { index }).then(
      (reply) => setAnswer(String(reply)),
      (error: { code: string }) => setAnswer(`refused: ${error.code}`),
    );
  return (
    <div id="chart">
      <output id="points">{points.length}</output>
      <button type="button" id="ask" onClick={() => ask(1)}>
        ask
      </button>
      <button type="button" id="ask-wrong" onClick={() => ask(-1)}>
        ask wrong
      </button>
      <span id="answer">{answer}</span>
      <span id="heard">{heard}</span>
    </div>
  );
}
