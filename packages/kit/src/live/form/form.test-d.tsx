/** @jsxImportSource @skerry/kit */
// This file is compiled, never run: each `@ts-expect-error` fails the build if the line under it compiles.
import { toStandardJsonSchema } from '@valibot/to-json-schema';
import { type } from 'arktype';
import * as v from 'valibot';
import { z } from 'zod';

import { defineLive, event } from '../author/define.js';
import type { FormState } from './form-state.js';
import { form } from './form.js';

/** Compiles where the types are the same, no wider and no narrower. */
type Same<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : never;
declare const same: <A, B>(yes: Same<A, B>) => void;

const schema = z.object({
  title: z.string().trim().min(1),
  hours: z.coerce.number().transform(String),
  days: z.number().optional(),
  urgent: z.boolean().default(false),
  role: z.enum(['admin', 'guest']),
  tags: z.array(z.enum(['red', 'blue'])),
  password: z.string(),
  address: z.object({ lines: z.array(z.object({ city: z.string(), pin: z.string() })) }).nullish(),
});
const order = form(schema, {
  secret: ['password', 'address.lines[].pin'],
  buttons: ['draft', 'send'],
});
const other = form(z.object({ other: z.string() }));

// @ts-expect-error -- no field of the schema
form(schema, { secret: ['pasword'] });
// @ts-expect-error -- a schema that does not describe itself as JSON Schema
form(v.object({ title: v.string() }));
const fromValibot = form(toStandardJsonSchema(v.object({ qty: v.number() })));
const fromArktype = form(type({ qty: 'number' }));

order.start();
order.start({ title: 'a', address: { lines: [{ city: 'b' }] } }, { id: 'order' });
// @ts-expect-error -- no field of the schema
order.start({ titel: 'a' });
// @ts-expect-error -- a value of another type
order.start({ days: 'three' });

export const Orders = defineLive(
  {
    mount: () => ({
      order: order.start(),
      editing: undefined as FormState<typeof schema> | undefined,
      rows: {} as Record<string, FormState<typeof schema>>,
      other: other.start(),
      count: 0,
    }),
    events: {
      check: order.check('order'),
      checkMore: order.check('order', (live, form) => {
        live.assign({ count: 1 });
        form.error('title', 'Taken.');
        // @ts-expect-error -- no member of the state
        live.assign({ conut: 1 });
      }),
      save: order.submit('order', (live, value, form) => {
        same<typeof value, z.output<typeof schema>>(true);
        same<typeof value.hours, string>(true);
        same<typeof form.button, 'draft' | 'send' | undefined>(true);
        same<typeof form.changes, Partial<z.output<typeof schema>>>(true);
        live.assign({ count: live.state.count + value.title.length });
        form.error('The shop is closed.');
        form.error('title', 'Taken.');
        form.error('address.lines[0].city', 'Unknown.');
        // @ts-expect-error -- no field of the schema
        form.error('titel', 'Taken.');
        // @ts-expect-error -- no field of a row
        form.error('address.lines[0].town', 'Unknown.');
        form.reset();
        // @ts-expect-error -- a member of another type
        live.assign({ count: value.title });
      }),
      saveLater: order.submit('editing', async (live) => live.flush()),
      saveRow: order.submit('rows', (_, value, form) => {
        same<typeof form.key, string | undefined>(true);
        same<typeof value.title, string>(true);
      }),
      next: order.step('order', ['title', 'address.lines'], (live) => live.assign({ count: 2 })),
      // @ts-expect-error -- no field of the schema
      nextStep: order.step('order', ['titel'], () => {}),
      // @ts-expect-error -- the member holds another form
      wrongForm: order.submit('other', () => {}),
      // @ts-expect-error -- the member holds no form
      noForm: order.check('count'),
      // @ts-expect-error -- no member of the state
      noMember: order.check('nothing'),
      plain: event(z.object({ by: z.number() }), (live, { by }) => live.assign({ count: by })),
    },
  },
  ({ state, on }) => {
    const f = order.fields(state.order);
    // @ts-expect-error -- another form
    order.fields(state.other);
    same<typeof f.valid, boolean | undefined>(true);
    same<typeof f.title.value, string>(true);
    same<typeof f.changes.title, string | undefined>(true);
    on.save();
    on.saveRow({ _key: 3 });
    // @ts-expect-error -- which of the forms?
    on.saveRow();
    // @ts-expect-error -- which of the forms?
    void (<form lv-submit={on.saveRow} />);
    // @ts-expect-error -- no field of the schema
    void f.titel;
    // @ts-expect-error -- a box has no text
    f.urgent.input();
    // @ts-expect-error -- a text is no box
    f.title.checkbox();
    // @ts-expect-error -- the server does not know it
    void f.password.value;
    // @ts-expect-error -- not one of the choices
    f.role.option('boss');
    // @ts-expect-error -- not one of the choices
    f.tags.checkbox('green');
    // @ts-expect-error -- not a button of the form
    f.button('publish');
    // @ts-expect-error -- a group is no field
    f.address.input();
    return (
      <form {...f.form} lv-submit={on.save()} lv-input={on.check()}>
        <input {...f.title.input()} class="wide" />
        <input {...f.hours.input('number')} />
        <input {...f.days.input()} placeholder="3" />
        <textarea {...f.title.textarea()}>{f.title.value}</textarea>
        {f.title.errors} {f.urgent.checkbox({ class: 'box' })}
        <select {...f.role.select()}>
          <option {...f.role.option('admin')}>Admin</option>
          <option {...f.role.option('')}>Choose</option>
        </select>
        <input {...f.role.radio('guest')} />
        {f.tags.checkbox('red')}
        {f.tags.select(<option {...f.tags.option('blue')}>Blue</option>, { size: 2 })}
        <input {...f.password.input()} />
        {f.address.lines.rows.map((row) => (
          <p key={row.key}>
            <input {...row.fields.city.input()} />
            <input
              {...row.fields.pin.input()}
              // @ts-expect-error -- secret in every row
              value={row.fields.pin.value}
            />
            <button {...row.remove()}>×</button>
          </p>
        ))}
        <button {...f.address.lines.add()}>Add</button>
        <button {...f.button('send')}>Send</button>
        {f.errors}
      </form>
    );
  },
);

// Every library infers the same.
same<number, Parameters<ReturnType<typeof fromValibot.fields>['qty']['radio']>[0]>(true);
same<number, Parameters<ReturnType<typeof fromArktype.fields>['qty']['radio']>[0]>(true);
