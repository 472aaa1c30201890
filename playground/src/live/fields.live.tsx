import { defineLive, event } from '@skerry/kit';
import { z } from 'zod';

/** The values of the fields, as the server has them. */
const first = {
  text: 'Skerry',
  area: 'Low rocks,\nnear the shore.',
  number: '7',
  date: '2026-06-01',
  range: '40',
  color: '#16657f',
  box: true,
  radio: 'low',
  choice: 'north',
  choices: ['seal', 'tern'],
  rich: 'Write here.',
};
type Values = typeof first;

/** What the server changes by itself. */
const second: Values = {
  text: 'Lighthouse',
  area: 'A light\nin the night.',
  number: '42',
  date: '2026-12-24',
  range: '90',
  color: '#a33b20',
  box: false,
  radio: 'high',
  choice: 'west',
  choices: ['eider'],
  rich: 'The server has written this.',
};

const text = z.string().max(200);
const change = z
  .object({
    text,
    area: text,
    number: text,
    date: text,
    range: text,
    color: text,
    box: z.boolean(),
    radio: z.enum(['low', 'high']),
    choice: z.enum(['north', 'west', 'south']),
    choices: z.array(z.enum(['seal', 'tern', 'eider'])),
    value: text,
  })
  .partial();

const wait = (time: number) => new Promise((resolve) => setTimeout(resolve, time));

/** Fields of every kind, with the value that the server has beside each. */
export default defineLive(
  {
    mount: () => ({ values: first, isSlow: false, keepsAll: false, answers: 0 }),
    events: {
      set: event(change, async (live, { value, ...values }) => {
        if (live.state.isSlow) await wait(1500);
        const { state } = live;
        live.assign({ answers: state.answers + 1 });
        if (state.keepsAll) return;
        const rich = value === undefined ? {} : { rich: value };
        live.assign({ values: Object.assign({ ...state.values }, values, rich) });
      }),
      other: (live) =>
        live.assign({ values: live.state.values.text === second.text ? first : second }),
      slow: (live) => live.assign({ isSlow: !live.state.isSlow }),
      refuse: (live) => live.assign({ keepsAll: !live.state.keepsAll }),
    },
  },
  ({ state: { values, isSlow, keepsAll, answers }, on }) => {
    const set = on.set();
    return (
      <section class="fields" aria-label="Fields">
        <div class="toolbar">
          <button lv-click={on.other()}>Let the server change all</button>
          <button class="plain" aria-pressed={isSlow} lv-click={on.slow()}>
            Slow answers
          </button>
          <button class="plain" aria-pressed={keepsAll} lv-click={on.refuse()}>
            Keep the old values
          </button>
          <span>
            Answers: <output>{answers}</output>
          </span>
        </div>
        <form>
          <table>
            <thead>
              <tr>
                <th scope="col">Kind</th>
                <th scope="col">Field</th>
                <th scope="col">The server has</th>
              </tr>
            </thead>
            <tbody>
              <tr>
                <th scope="row" id="k-text">
                  Text
                </th>
                <td>
                  <input name="text" aria-labelledby="k-text" value={values.text} lv-input={set} />
                </td>
                <td>{values.text}</td>
              </tr>
              <tr>
                <th scope="row" id="k-area">
                  Text area
                </th>
                <td>
                  <textarea name="area" aria-labelledby="k-area" rows={2} lv-input={set}>
                    {values.area}
                  </textarea>
                </td>
                <td>{values.area}</td>
              </tr>
              <tr>
                <th scope="row" id="k-number">
                  Number
                </th>
                <td>
                  <input
                    type="number"
                    name="number"
                    aria-labelledby="k-number"
                    value={values.number}
                    lv-input={set}
                  />
                </td>
                <td>{values.number}</td>
              </tr>
              <tr>
                <th scope="row" id="k-date">
                  Date
                </th>
                <td>
                  <input
                    type="date"
                    name="date"
                    aria-labelledby="k-date"
                    value={values.date}
                    lv-input={set}
                  />
                </td>
                <td>{values.date}</td>
              </tr>
              <tr>
                <th scope="row" id="k-range">
                  Range
                </th>
                <td>
                  <input
                    type="range"
                    name="range"
                    aria-labelledby="k-range"
                    value={values.range}
                    lv-input={on.set.throttle(100)}
                  />
                </td>
                <td>{values.range}</td>
              </tr>
              <tr>
                <th scope="row" id="k-color">
                  Colour
                </th>
                <td>
                  <input
                    type="color"
                    name="color"
                    aria-labelledby="k-color"
                    value={values.color}
                    lv-change={set}
                  />
                </td>
                <td>{values.color}</td>
              </tr>
              <tr>
                <th scope="row" id="k-box">
                  Checkbox
                </th>
                <td>
                  <input
                    type="checkbox"
                    name="box"
                    aria-labelledby="k-box"
                    checked={values.box}
                    lv-input={set}
                  />
                </td>
                <td>{values.box ? 'ticked' : 'not ticked'}</td>
              </tr>
              <tr>
                <th scope="row">Radio buttons</th>
                <td>
                  {(['low', 'high'] as const).map((tide) => (
                    <label key={tide}>
                      <input
                        type="radio"
                        name="radio"
                        value={tide}
                        checked={values.radio === tide}
                        lv-input={set}
                      />{' '}
                      {tide}
                    </label>
                  ))}
                </td>
                <td>{values.radio}</td>
              </tr>
              <tr>
                <th scope="row" id="k-choice">
                  Select
                </th>
                <td>
                  <select name="choice" aria-labelledby="k-choice" lv-input={set}>
                    {(['north', 'west', 'south'] as const).map((wind) => (
                      <option key={wind} selected={values.choice === wind}>
                        {wind}
                      </option>
                    ))}
                  </select>
                </td>
                <td>{values.choice}</td>
              </tr>
              <tr>
                <th scope="row" id="k-choices">
                  Select of several
                </th>
                <td>
                  <select
                    name="choices"
                    multiple={true}
                    size={3}
                    aria-labelledby="k-choices"
                    lv-input={set}
                  >
                    {(['seal', 'tern', 'eider'] as const).map((animal) => (
                      <option key={animal} selected={values.choices.includes(animal)}>
                        {animal}
                      </option>
                    ))}
                  </select>
                </td>
                <td>{values.choices.join(', ') || 'none'}</td>
              </tr>
              <tr>
                <th scope="row" id="k-rich">
                  Editable element
                </th>
                <td>
                  <div
                    contenteditable="plaintext-only"
                    role="textbox"
                    aria-labelledby="k-rich"
                    lv-input={set}
                  >
                    {values.rich}
                  </div>
                </td>
                <td>{values.rich}</td>
              </tr>
            </tbody>
          </table>
          <button type="reset" class="plain">
            Give all fields back to the server
          </button>
        </form>
      </section>
    );
  },
);
