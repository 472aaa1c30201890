import { defineLive, event } from '@skerry/kit';
import { z } from 'zod';

import { faultCounts, setWeather, type Weather, weatherNow, weathers } from '../faults.ts';

const names = Object.keys(weathers) as Weather[];

const now = () => ({ weather: weatherNow(), counts: faultCounts() });

/** Switches the faults of the app, and counts those that have happened. */
export default defineLive(
  {
    mount: now,
    events: {
      choose: event(z.object({ weather: z.enum(names) }), (live, { weather }) => {
        setWeather(weather);
        live.assign(now());
      }),
      count: (live) => live.assign(now()),
    },
  },
  ({ state, on }) => (
    <div>
      <div class="toolbar">
        {names.map((weather) => (
          <button
            key={weather}
            type="button"
            aria-pressed={state.weather === weather ? 'true' : 'false'}
            lv-click={on.choose({ weather })}
          >
            {weather}
          </button>
        ))}
        <button type="button" class="plain" lv-click={on.count()}>
          Count again
        </button>
      </div>
      <dl class="meter">
        {Object.entries(state.counts).map(([name, count]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{count}</dd>
          </div>
        ))}
      </dl>
    </div>
  ),
);
