import { expect, test } from 'vitest';

import { Broken, Outer } from '../../test/failing-pages.js';
import { fetchPage } from '../testing/fetch-page.js';
import { createTestApp } from '../testing/create-test-app.js';
import { deny } from '../core/deny.js';

const log = { info() {}, warn() {}, error() {} };
const routes = {
  'index.tsx': { default: () => <Outer /> },
  'view.tsx': { default: () => <Broken /> },
  'endless.tsx': { default: () => ({ no: 'child' }) as never },
  'denied.tsx': { default: () => <p>x</p>, guard: () => deny('No.') },
};
const modules = { routes, views: { 'live/broken': Broken }, config: { log } };
const partsOf = ({ document }: Awaited<ReturnType<typeof fetchPage>>) => {
  const names = document.querySelectorAll('dt').map((each) => each.textContent);
  const texts = document.querySelectorAll('dd').map((each) => each.textContent);
  return Object.fromEntries(names.map((name, i) => [name, texts[i]]));
};

test('a failure in development shows its place, its source and the components around it', async () => {
  const page = await fetchPage(modules, '/');
  const parts = partsOf(page);
  expect(page.status).toBe(500);
  expect(parts).toMatchObject({
    Failure: 'Error: No <tides> today.',
    Place: expect.stringMatching(/kit\/test\/failing-pages\.tsx:4:9$/) as unknown,
    Components: 'Outer > Inner',
  });
  expect(parts.Source).toContain("4 |   throw new Error('No <tides> today.');\n            ^");
  const all = page.document.querySelector('textarea')!.textContent;
  expect(all).toContain('Components: Outer > Inner');
  expect(all).toContain('    at Inner');
});

test('in a live view it names that, too', async () => {
  expect(partsOf(await fetchPage(modules, '/view')).Components).toMatch(
    /^the live view live\/broken > (Outer > )?Inner$/,
  );
});

test('an error of Skerry has its next step and its reference', async () => {
  expect(partsOf(await fetchPage(modules, '/endless'))).toMatchObject({
    'Next step': expect.any(String) as unknown,
    Reference: 'docs/reference/errors.md#not-a-child',
  });
});

test('the button is a module of the same origin, and nothing of the page is inline', async () => {
  const app = createTestApp(modules);
  const { html, document } = await fetchPage(app, '/');
  const path = document.querySelector('main script')!.getAttribute('src')!;
  expect(html).not.toContain('<tides>');
  expect(html).not.toMatch(/<style|style=|onclick|<script(?![^>]*src=)/);
  const script = await app.fetch(new Request(`http://localhost${path}`));
  expect(script.headers.get('content-type')).toContain('text/javascript');
  expect(await script.text()).toContain('Copy all');
  await app.close();
});

test('production shows and serves nothing of it; a denial is no failure', async () => {
  const app = createTestApp({ ...modules, mode: 'production' });
  const { html, status } = await fetchPage(app, '/');
  expect(status).toBe(500);
  expect(html).not.toMatch(/tides|textarea|<dl|failure/);
  expect((await fetchPage(app, '/_skerry/failure.js')).status).toBe(404);
  await app.close();
  expect((await fetchPage(modules, '/denied')).html).not.toContain('<dl');
});
