import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';

import { serveViews, type Site } from '../../../test/visitor.js';
import { stopClock } from '../../../test/clock.js';
import { defaultLimits } from '../../core/limits.js';
import { prerenderApp } from '../../prerender/prerender.js';
import { parsePage } from '../../testing/dom.js';
import { submissionOf } from '../../testing/visit/submission.js';
import { defineLive } from '../author/define.js';
import { form } from './form.js';

let site: Site;
afterEach(() => site.stop());

const note = form(z.object({ text: z.string() }));
let saved: string[] = [];

const Notes = defineLive(
  {
    mount: () => ({
      first: note.start({}),
      second: note.start({}),
      own: note.start({}, { id: 'own' }),
    }),
    events: {
      again: (live) => live.assign({ first: note.start({}) }),
      save: note.submit('first', (_, { text }) => void saved.push(text)),
    },
  },
  ({ state, on }) => (
    <section>
      {[state.first, state.second, state.own].map((each) => (
        <form key={each.id} {...note.fields(each).form} lv-submit={on.save()}>
          <input {...note.fields(each).text.input()} />
          <button>Save</button>
        </form>
      ))}
    </section>
  ),
  'notes',
);

const views = { notes: Notes };
const page = () => (
  <main>
    <Notes />
    <Notes />
  </main>
);

/** The ids of all forms. */
const idsIn = (html: string): (string | undefined)[] =>
  parsePage(html)
    .querySelectorAll('form')
    .map((each) => each.getAttribute('id'));

test('forms have the same ids at each mount at their places, and no two of a page', async () => {
  site = await serveViews(views, { routes: { 'index.tsx': { default: page } } });
  const ids = idsIn((await site.visit()).html);
  expect(new Set(ids).size).toBe(5);
  expect(idsIn((await site.visit()).html)).toEqual(ids);
});

test('a form that begins again has another id, so that nothing is left of what was typed', async () => {
  site = await serveViews(views, { routes: { 'index.tsx': { default: () => <Notes /> } } });
  const { line, html } = await site.open();
  const [, , diff] = await line.ask([1, 1, 'again']);
  const [, id] = /"id":"(f-[\w-]{8})"/.exec(JSON.stringify(diff))!;
  expect(idsIn(html)).not.toContain(id);
});

test('a form in a file has the ids of the region that its visitor joins, and what it posts counts once for a visitor', async () => {
  saved = [];
  const routes = { 'index.tsx': { default: () => <Notes />, prerender: true } };
  let html = '';
  const { regions } = await prerenderApp(
    { modules: { routes, views } },
    (file) => (html = String(file.content)),
  );
  site = await serveViews(views, { routes, prerendered: regions, mode: 'production' });
  expect(idsIn((await site.visit()).html)).toEqual(idsIn(html));
  const file = parsePage(html);
  const { fields } = submissionOf(file, file.querySelector('button')!, new Map());
  const body = new URLSearchParams(fields.map(([name, value]) => [name, `${value}`]));
  body.set('text', 'a');
  const headers = { origin: site.origin, 'sec-fetch-site': 'same-origin' };
  const { cookie } = await site.visit('/', { method: 'POST', body, headers });
  await site.visit('/', { method: 'POST', body, headers, cookie });
  expect(saved).toEqual(['a']);
  body.set('text', 'b');
  await site.visit('/', { method: 'POST', body, headers, cookie });
  expect(saved).toEqual(['a', 'b']);
});

test('the regions to which a file has posted end as others do, also those of several visitors and of several posts at once', async () => {
  const routes = { 'index.tsx': { default: () => <Notes />, prerender: true } };
  let html = '';
  const { regions } = await prerenderApp(
    { modules: { routes, views } },
    (file) => (html = String(file.content)),
  );
  const pass = stopClock();
  site = await serveViews(views, { routes, prerendered: regions, mode: 'production' });
  const file = parsePage(html);
  const { fields } = submissionOf(file, file.querySelector('button')!, new Map());
  const bodyOf = (text: string) =>
    new URLSearchParams([...fields.map(([name, value]) => [name, `${value}`]), ['text', text]]);
  const headers = { origin: site.origin, 'sec-fetch-site': 'same-origin' };
  const post = (text: string, cookie = '') =>
    site.visit('/', { method: 'POST', body: bodyOf(text), headers, cookie });
  const { cookie } = await post('a');
  await Promise.all([post('b'), post('c'), post('d', cookie), post('e', cookie)]);
  expect(site.app.usage().regions.unclaimed.count).toBe(3);
  pass(defaultLimits.parkTimeout + 1);
  expect(site.app.usage().regions.unclaimed.count).toBe(0);
});
