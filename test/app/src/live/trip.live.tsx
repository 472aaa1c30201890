import { defineLive, form } from '@skerry/kit';
import { z } from 'zod';

const trip = form(
  z.object({
    name: z.string().min(3, 'A longer name.'),
    ship: z.string().min(1, 'Which ship?'),
    fare: z.string(),
    pin: z.string().min(4, 'A longer pin.'),
    stops: z.array(z.object({ port: z.string().min(1, 'Which port?') })),
  }),
  { secret: ['pin'] },
);

/** A form with everything that may be lost with its region. */
export default defineLive(
  {
    mount: ({ props }: { props: { checks?: boolean } }) => ({
      checks: props.checks ?? false,
      trip: trip.start({ fare: 'full', stops: [{ port: 'Bergen' }] }, { id: 'trip' }),
      saved: '',
    }),
    events: {
      check: trip.check('trip'),
      save: trip.submit('trip', (live, { pin, ...value }) =>
        live.assign({ saved: JSON.stringify({ ...value, pin: pin.length }) }),
      ),
    },
  },
  ({ state, on }) => {
    const f = trip.fields(state.trip);
    return (
      <form {...f.form} lv-submit={on.save()} lv-input={state.checks ? on.check() : undefined}>
        <button hidden>Save</button>
        <label for={f.name.id}>Name</label>
        <input {...f.name.input()} /> {f.name.errors}
        <label for={f.ship.id}>Ship</label>
        <input {...f.ship.input()} /> {f.ship.errors}
        <fieldset disabled>
          <label for={f.fare.id}>Fare</label>
          <input {...f.fare.input()} /> {f.fare.errors}
        </fieldset>
        <label for={f.pin.id}>Pin</label>
        <input {...f.pin.input()} /> {f.pin.errors}
        <ol>
          {f.stops.rows.map((stop) => (
            <li key={stop.key}>
              <input {...stop.fields.port.input()} aria-label="Port" /> {stop.fields.port.errors}
              <button {...stop.remove()}>Remove</button>
            </li>
          ))}
        </ol>
        <button {...f.stops.add()}>Add a stop</button>
        <button>Save</button>
        <output>{state.saved}</output>
        <a href="/press">Leave</a>
      </form>
    );
  },
);
