import { expect, test } from 'vitest';
import { z } from 'zod';

import { serveViews } from '../../../test/visitor.js';
import { definePlugin } from '../../plugin/define.js';
import { mountLive } from '../../testing/mount-live.js';
import { defineLive } from '../author/define.js';
import { form } from './form.js';

const account = form(
  z.object({
    name: z.string().min(1),
    password: z.string().min(8, 'Too short.'),
    cards: z.array(z.object({ pin: z.string() })),
  }),
  { secret: ['password', 'cards[].pin'] },
);

const got: unknown[] = [];

const Account = defineLive(
  {
    mount: () => ({
      account: account.start({ name: 'Ann', password: 'hunter2', cards: [{ pin: '4711' }] }),
    }),
    events: {
      check: account.check('account'),
      save: account.submit('account', (live, value, { changes }) => {
        got.push({ value, changes });
        live.reply('done');
      }),
    },
  },
  ({ state, on }) => {
    const f = account.fields(state.account);
    return (
      <form {...f.form} lv-submit={on.save()} lv-input={on.check()}>
        <input {...f.name.input()} />
        <input {...f.password.input()} /> {f.password.errors}
        {f.cards.rows.map((row) => (
          <input key={row.key} {...row.fields.pin.input()} />
        ))}
      </form>
    );
  },
);

/** Notes everything that hooks are told, as a plugin for an audit would. */
function audit(told: unknown[]) {
  return definePlugin({
    name: 'test:audit',
    setup({ hooks }) {
      hooks.afterReceive.tap(({ message }) => void told.push(message));
      hooks.beforeEvent.tap(({ payload }) => void told.push(payload));
      hooks.afterEvent.tap(({ payload }) => void told.push(payload));
      hooks.afterAssign.tap(({ patch }) => void told.push(patch));
      hooks.beforeRender.tap(({ state }) => void told.push(state));
      hooks.onError.tap(({ error }) => void told.push(String(error)));
    },
  })();
}

test('a secret field reaches the schema and the handler, and nobody else', async () => {
  const told: unknown[] = [];
  const view = await mountLive(Account, { plugins: [audit(told)] });
  const everything = () => JSON.stringify([told, view.state, view.html()]);

  await view.input('form', { name: 'Bo', password: 'hunter3', 'cards[0].pin': '4712' });
  await view.submit('form', { name: 'Bo', password: 'hunter4', 'cards[0].pin': '4713' });
  expect(view.text()).toContain('Too short.');
  expect(got).toEqual([]);
  const reply = await view.submit('form', {
    name: 'Bo',
    password: 'correct horse',
    'cards[0].pin': '4714',
  });
  expect(reply).toBe('done');
  expect(got).toEqual([
    {
      value: { name: 'Bo', password: 'correct horse', cards: [{ pin: '4714' }] },
      changes: { name: 'Bo' },
    },
  ]);

  expect(everything()).toContain('Bo');
  expect(everything()).not.toMatch(/hunter|horse|471\d/);
  // A value would empty the field while somebody types.
  expect(view.html()).toMatch(/<input type="password"(?![^>]*value)/);
});

test('a secret in a group or a row is not in the changes, whatever the schema makes of it', async () => {
  const login = z.object({ user: z.string(), word: z.string() });
  const nested = form(
    z.object({
      login,
      cards: z.array(z.object({ owner: z.string(), pin: z.string() })),
      copied: login.transform(({ user, word }) => ({ user, copy: word })),
      joined: login.transform(({ user, word }) => `${user}:${word}`),
    }),
    { secret: ['login.word', 'cards[].pin', 'copied.word', 'joined.word'] },
  );
  let changes: unknown;
  const View = defineLive(
    {
      mount: () => ({ nested: nested.start({ cards: [{ owner: 'Ann' }, { owner: 'Ben' }] }) }),
      events: { save: nested.submit('nested', (_live, _value, form) => void ({ changes } = form)) },
    },
    () => null,
  );
  const view = await mountLive(View);
  const secrets = Object.fromEntries(
    ['login.word', 'cards[0].pin', 'cards[1].pin', 'copied.word', 'joined.word'].map((name) => [
      name,
      'hunter2',
    ]),
  );
  const users = { 'login.user': 'Ann', 'copied.user': 'Ann', 'joined.user': 'Ann' };
  await view.send('save', { ...users, ...secrets, 'cards[1].owner': 'Bo' });
  expect(changes).toEqual({
    login: { user: 'Ann' },
    cards: [{ owner: 'Ann' }, { owner: 'Bo' }],
    copied: { user: 'Ann' },
    joined: undefined,
  });
  expect(changes).toHaveProperty('joined');
  await view.send('save', { ...users, ...secrets, 'cards[1].owner': 'Ben' });
  expect(changes).not.toHaveProperty('cards');
});

test('a message that quotes a secret, or what the schema made of it, is not shown', async () => {
  const quoting = form(
    z
      .object({ name: z.string(), pin: z.string().trim().toLowerCase() })
      .superRefine(({ name, pin }, context) => {
        context.addIssue({ code: 'custom', path: ['pin'], message: `Not ${pin}.` });
        context.addIssue({ code: 'custom', path: ['name'], message: `Not ${name}.` });
        context.addIssue({ code: 'custom', message: `${name} has ${pin}.` });
      }),
    { secret: ['pin'] },
  );
  const View = defineLive(
    { mount: () => ({ quoting: quoting.start() }), events: { check: quoting.check('quoting') } },
    () => null,
  );
  const view = await mountLive(View);
  for (const pin of ['4711', ' HUNTER2 ', 'Ab', '\u212b7']) {
    await view.send('check', { name: 'Ann', pin });
    const hidden = ['Not valid.'];
    expect(view.state.quoting.found).toEqual({ '': hidden, name: ['Not Ann.'], pin: hidden });
  }
});

test('plugins see nothing of the payload of an event for no region', async () => {
  const site = await serveViews({ account: Account });
  try {
    const { line } = await site.open();
    await line.ask([7, 1, 'save', { password: 'hunter2' }]);
    expect(site.calls('afterReceive').map(({ message }) => message)).toContainEqual(
      expect.objectContaining({ kind: 'event', payload: { type: 'click', event: 'save', seq: 1 } }),
    );
  } finally {
    await site.stop();
  }
});

test('an error of the schema that quotes a secret is another, with its stack', async () => {
  const strict = form(
    z.object({
      password: z.string().superRefine((password) => {
        if (password.startsWith('h')) JSON.parse(password);
        throw new TypeError('no database');
      }),
    }),
    { secret: ['password'] },
  );
  const View = defineLive(
    {
      mount: () => ({ strict: strict.start({}) }),
      events: { save: strict.submit('strict', () => {}) },
    },
    ({ state, on }) => (
      <form {...strict.fields(state.strict).form} lv-submit={on.save()}>
        <input {...strict.fields(state.strict).password.input()} />
      </form>
    ),
  );
  const told: { message: string; stack: string }[] = [];
  const plugin = definePlugin({
    name: 'test:errors',
    setup({ hooks }) {
      hooks.onError.tap(({ error }) => void told.push(error as Error & { stack: string }));
    },
  })();
  const view = await mountLive(View, { plugins: [plugin] });
  await expect(view.submit('form', { password: 'hunter2' })).rejects.toThrow();
  await expect(view.submit('form', { password: 'Swordfish' })).rejects.toThrow();
  expect(told.map(({ message }) => message)).toEqual([
    'The schema has thrown an error that quotes a secret field.',
    'no database',
  ]);
  expect(told[0]!.stack).not.toContain('hunter2');
  expect(told[0]!.stack).toContain('secret.test.tsx');
});
