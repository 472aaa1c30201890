import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';

import { Reader } from '../../../test/reader.js';
import { serveViews, type Site } from '../../../test/visitor.js';
import { deny } from '../../core/deny.js';
import { mountLive } from '../../testing/mount-live.js';
import { defineLive, event, guarded } from '../author/define.js';

const named = z.object({ name: z.string().min(3, 'A longer name, please.') });

const Crew = defineLive(
  {
    mount: () => ({ crew: ['Ann'], problem: '', runs: 0 }),
    events: {
      add: event(named, (live, { name }) =>
        live.assign({ crew: [...live.state.crew, name], problem: '' }),
      ),
      guarded: guarded(
        () => deny('Not yours.'),
        named,
        () => {},
      ),
    },
    invalid: async (live, { event: name, issues }) => {
      await Promise.resolve();
      live.assign({ problem: `${name}: ${issues.map(({ path, message }) => path + message)}` });
      live.emit('invalid', issues.length);
    },
  },
  ({ state }) => (
    <section>
      <p>{state.crew.join()}</p>
      <form lv-submit="add">
        <input name="name" value="" />
        <b>{state.problem}</b>
        <button>add</button>
      </form>
    </section>
  ),
  'counter',
);

describe('a view with `invalid`', () => {
  test('takes the issues of a schema, and its sender hears of them too', async () => {
    const view = await mountLive(Crew);
    await expect(view.submit('form', { name: 'Al' })).rejects.toMatchObject({
      message: expect.stringContaining('invalid-payload') as unknown,
      issues: [{ path: ['name'], message: 'A longer name, please.' }],
    });
    expect(view.text()).toContain('add: nameA longer name, please.');
    expect(view.emitted).toEqual([['invalid', 1]]);
    await view.submit('form', { name: 'Alma' });
    expect(view.state.crew).toEqual(['Ann', 'Alma']);
    await view.leave();
  });

  test('is not asked for visitors whom a guard of the event refuses', async () => {
    const view = await mountLive(Crew);
    await expect(view.send('guarded', {})).rejects.toThrow('denied: Not yours.');
    expect(view.state.problem).toBe('');
    await view.leave();
  });

  test('fails as a handler does', async () => {
    const Broken = defineLive(
      {
        mount: () => ({}),
        events: { add: event(named, () => {}) },
        invalid: () => {
          throw new Error('boom');
        },
      },
      () => null,
    );
    const view = await mountLive(Broken);
    await expect(view.send('add', {})).rejects.toThrow('failed: ');
    await view.leave();
  });
});

describe('without script', () => {
  let site: Site;
  afterEach(() => site.stop());

  test('the answer is the page with what the view shows, and with what was typed', async () => {
    site = await serveViews(
      { counter: Crew },
      { routes: { 'index.tsx': { default: () => <Crew /> } }, mode: 'production' },
    );
    const reader = await new Reader(site).open();
    await reader.press('add', { name: 'Al' });
    expect(reader.status).toBe(422);
    expect(reader.page.querySelector('b')!.textContent).toBe('add: nameA longer name, please.');
    expect(reader.page.querySelector('[name=name]')!.getAttribute('value')).toBe('Al');
    expect(reader.html).not.toContain('role="alert"');
    expect(site.errors).toEqual([]);
  });
});

test('a view whose `invalid` is no function is refused', () => {
  const view = { mount: () => ({}), invalid: 'yes' as never };
  expect(() => defineLive(view, () => null)).toThrow('has an `invalid` that is not a function');
});
