import { notFound } from '@skerry/kit';

import Todo from '../live/todo.live.tsx';
import Weather from '../live/weather.live.tsx';
import { weatherNow } from '../faults.ts';

export const head = { title: 'Faults' };

export default function Faults() {
  // There is no chaos in production.
  if (weatherNow() === undefined) return notFound();
  return (
    <>
      <h1>Faults</h1>
      <p class="lead">
        Choose the weather of the whole app: slow or lost frames, cut connections, handlers that
        fail. The tasks below have to come out right all the same.
      </p>
      <Weather />
      <Todo />
    </>
  );
}
