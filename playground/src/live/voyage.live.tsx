import { defineLive, form } from '@skerry/kit';
import { z } from 'zod';

const schema = z.object({
  ship: z.string().trim().min(1, 'Which ship?').max(40),
  harbour: z.enum(['Bergen', 'Oban', 'Reine']),
  night: z.boolean(),
  crew: z
    .array(
      z.object({
        name: z.string().trim().min(1, 'Who?').max(40),
        duty: z.enum(['helm', 'deck', 'galley']),
      }),
    )
    .min(1, 'Nobody sails alone: add one.')
    .max(6, 'Six are enough.'),
  password: z.string().min(8, 'At least eight characters.'),
});
const voyage = form(schema, { secret: ['password'] });

type Summary = Omit<z.infer<typeof schema>, 'password'>;
const steps = ['Ship', 'Crew', 'Sign'] as const;

/** A form of three steps, which is one form: a step that is not on the page keeps its values. */
export default defineLive(
  {
    mount: () => ({
      voyage: voyage.start({ harbour: 'Bergen', crew: [{ name: '', duty: 'helm' }] }),
      step: 0,
      summary: null as Summary | null,
    }),
    events: {
      check: voyage.check('voyage'),
      toCrew: voyage.step('voyage', ['ship', 'harbour', 'night'], (live) =>
        live.assign({ step: 1 }),
      ),
      toSign: voyage.step('voyage', ['crew'], (live) => live.assign({ step: 2 })),
      sign: voyage.submit('voyage', (live, { ship, harbour, night, crew }) =>
        live.assign({ summary: { ship, harbour, night, crew }, step: 3 }),
      ),
      back: (live) => live.assign({ step: Math.max(0, live.state.step - 1) }),
      again(live) {
        const started = voyage.start({ harbour: 'Bergen', crew: [{ name: '', duty: 'helm' }] });
        live.assign({ voyage: started, step: 0, summary: null });
      },
    },
  },
  ({ state, on }) => {
    const { step, summary } = state;
    if (summary)
      return (
        <section class="voyage" aria-label="Voyage">
          <h2>Signed</h2>
          <p>
            {summary.ship} sails from {summary.harbour} {summary.night ? 'by night' : 'by day'},
            with {summary.crew.map(({ name, duty }) => `${name} (${duty})`).join(', ')}.
          </p>
          <button class="plain" lv-click={on.again()}>
            Plan another
          </button>
        </section>
      );
    const f = voyage.fields(state.voyage);
    const next = [on.toCrew(), on.toSign(), on.sign()][step];
    return (
      <section class="voyage" aria-label="Voyage">
        <ol class="voyage-steps">
          {steps.map((name, i) => (
            <li key={name} aria-current={i === step ? 'step' : undefined}>
              {name}
            </li>
          ))}
        </ol>
        <form {...f.form} lv-submit={next} lv-change={on.check()}>
          <button hidden>Next</button>
          {step === 0 && (
            <fieldset>
              <legend>The ship</legend>
              <label for={f.ship.id}>Name of the ship</label>
              <input {...f.ship.input()} autocomplete="off" /> {f.ship.errors}
              <label for={f.harbour.id}>Harbour</label>
              <select {...f.harbour.select()}>
                {(['Bergen', 'Oban', 'Reine'] as const).map((harbour) => (
                  <option key={harbour} {...f.harbour.option(harbour)}>
                    {harbour}
                  </option>
                ))}
              </select>
              {f.harbour.errors}
              <label>{f.night.checkbox()} By night</label>
            </fieldset>
          )}
          {step === 1 && (
            <fieldset>
              <legend>The crew</legend>
              <ol>
                {f.crew.rows.map((row, i) => (
                  <li key={row.key}>
                    <input
                      {...row.fields.name.input()}
                      aria-label={`Name ${i + 1}`}
                      autocomplete="off"
                    />
                    <select {...row.fields.duty.select()} aria-label={`Duty ${i + 1}`}>
                      {(['helm', 'deck', 'galley'] as const).map((duty) => (
                        <option key={duty} {...row.fields.duty.option(duty)}>
                          {duty}
                        </option>
                      ))}
                    </select>
                    <button {...row.up()} class="plain" aria-label={`Move ${i + 1} up`}>
                      Up
                    </button>
                    <button {...row.remove()} class="plain" aria-label={`Remove ${i + 1}`}>
                      Remove
                    </button>
                    {row.fields.name.errors}
                  </li>
                ))}
              </ol>
              <button {...f.crew.add()} class="plain">
                Add one
              </button>
              {f.crew.errors}
            </fieldset>
          )}
          {step === 2 && (
            <fieldset>
              <legend>Signature</legend>
              <label for={f.password.id}>Password</label>
              <input {...f.password.input()} autocomplete="off" /> {f.password.errors}
            </fieldset>
          )}
          <div class="toolbar">
            {step > 0 && (
              <button type="button" class="plain" lv-click={on.back()}>
                Back
              </button>
            )}
            <button>{step === 2 ? 'Sign' : 'Next'}</button>
          </div>
        </form>
      </section>
    );
  },
);
