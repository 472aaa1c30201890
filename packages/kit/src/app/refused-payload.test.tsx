import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';

import { Reader } from '../../test/reader.js';
import { serveViews, type Site, type SiteOptions } from '../../test/visitor.js';
import { defineLive, event } from '../live/author/define.js';

let site: Site;
afterEach(() => site.stop());

describe('a payload that a schema refuses', () => {
  const Plain = defineLive(
    {
      mount: () => ({ saved: '' }),
      events: {
        save: event(
          z.object({ name: z.string().min(3, 'A longer name, please.'), pin: z.string() }),
          (live, { name }) => live.assign({ saved: name }),
        ),
        drop: event(z.object({ id: z.number('Which one?') }), () => {}),
      },
    },
    ({ state }) => (
      <section>
        <form lv-submit="save">
          <input name="name" value={state.saved} />
          <input type="password" name="pin" />
          <textarea name="note">{state.saved}</textarea>
          <input type="checkbox" name="sure" checked />
          <button>save</button>
        </form>
        <button lv-click="drop">drop</button>
      </section>
    ),
    'counter',
  );
  const openPlain = async (options?: SiteOptions) => {
    site = await serveViews(
      { counter: Plain },
      { routes: { 'index.tsx': { default: () => <Plain /> } }, ...options },
    );
    return new Reader(site).open();
  };
  const typed = { name: 'Al', pin: '4711', note: 'a\nb' };
  const valueOf = (reader: Reader, name: string) =>
    reader.page.querySelector(`[name=${name}]`)?.getAttribute('value');

  test('is answered with the page, what was typed and the reason in plain words', async () => {
    const reader = await openPlain({ mode: 'production' });
    const body = reader.bodyOf('save', typed);
    body.delete('sure');
    await reader.send(body);
    expect([reader.status, valueOf(reader, 'name'), valueOf(reader, 'pin')]).toEqual([
      422,
      'Al',
      undefined,
    ]);
    expect(reader.html).not.toContain('4711');
    expect(reader.page.querySelector('textarea')!.textContent.trim()).toBe('a\nb');
    expect(reader.page.querySelector('[name=sure]')!.hasAttribute('checked')).toBe(false);
    const alert = reader.page.querySelector('form > [role=alert]')!;
    expect(alert.textContent).toBe('That could not be taken: name: A longer name, please.');
    expect(site.errors).toEqual(['invalid-payload']);
    await reader.press('save', { ...typed, name: 'Alma' });
    expect([reader.status, valueOf(reader, 'name')]).toEqual([200, 'Alma']);
    expect(reader.html).not.toContain('role="alert"');
  });

  test('of a button has its reason at the top of the region', async () => {
    const reader = await openPlain({ mode: 'production' });
    await reader.press('drop');
    expect(reader.status).toBe(422);
    expect(reader.page.querySelector('skerry-live > [role=alert]')!.textContent).toMatch(
      /^That could not be taken: /,
    );
    expect(reader.html).not.toContain('&quot;drop&quot;');
  });

  test('tells developers more', async () => {
    const reader = await openPlain({ mode: 'development' });
    await reader.press('save', typed);
    expect(reader.page.querySelector('[role=alert] small')!.textContent).toContain(
      'The schema of the event "save" of the live view "counter" refuses its payload',
    );
  });

  test('twice at once is answered twice', async () => {
    const reader = await openPlain();
    const body = reader.bodyOf('save', typed);
    const second = new Reader(site);
    await Promise.all([reader.send(body), second.send(body, {}, reader.cookie)]);
    for (const each of [reader, second])
      expect([each.status, valueOf(each, 'name')]).toEqual([422, 'Al']);
  });
});
