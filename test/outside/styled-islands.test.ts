import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { type RunningApp, startBuilt, startDevelopment } from '../apps.js';
import { openBrowser } from '../browser.js';
import { hydrated } from '../hydrated.js';
import { build, Outside, run, viteOf } from './outside.js';

// Libraries that make styles as they render, in React islands: the server's HTML has these styles, under a strict policy.

const libraries = {
  '@emotion/cache': '11.14.0',
  '@emotion/react': '11.14.0',
  'styled-components': '6.6.0',
};

const island = (name: string, color: string): string => `/** @jsxImportSource react */
import { css, jsx } from '@emotion/react';
import { useState } from 'react';
import { styled } from 'styled-components';

import { WithNonce } from '../with-nonce.tsx';

const Label = styled.b.withConfig({ componentId: 'label-${name}' })<{ $color: string }>\`
  color: \${({ $color }) => $color};
\`;

export default function Shown({ color = '${color}' }: { color?: string }) {
  const [shown, setShown] = useState(color);
  return (
    <section id="${name}">
      <Label $color={shown}>styled</Label>
      <WithNonce>{jsx('i', { css: css({ color: shown }) }, 'emotion')}</WithNonce>
      <button onClick={() => setShown('rgb(9, 9, 9)')}>Change</button>
    </section>
  );
}
`;

const files = {
  'src/islands.server.ts': `import createCache from '@emotion/cache';
import { CacheProvider } from '@emotion/react';
import type { CollectContext, IslandCollector } from '@skerry/kit';
import { createElement } from 'react';
import { ServerStyleSheet, StyleSheetManager } from 'styled-components';

declare module '@skerry/kit' {
  interface Locals {
    nonce: string;
  }
}

export function collect({ locals: { nonce } }: CollectContext): IslandCollector {
  const sheet = new ServerStyleSheet({ nonce });
  const cache = createCache({ key: 'css' });
  // All of its styles are in the cache, and none in the markup of islands.
  cache.compat = true;
  return {
    wrap(island, framework) {
      if (framework !== 'react') return island;
      const styled = createElement(StyleSheetManager, { sheet: sheet.instance }, island);
      return createElement(CacheProvider, { value: cache }, styled);
    },
    head() {
      const styled = sheet.getStyleTags();
      sheet.instance.clearTag();
      const rules = Object.entries(cache.inserted).filter(([, css]) => typeof css === 'string');
      for (const [name] of rules) cache.inserted[name] = true;
      if (rules.length === 0) return styled;
      const names = rules.map(([name]) => name).join(' ');
      const css = rules.map(([, rule]) => rule).join('');
      return \`\${styled}<style data-emotion="css \${names}" nonce="\${nonce}">\${css}</style>\`;
    },
  };
}
`,
  // styled-components reads the nonce of the page itself.
  'src/with-nonce.tsx': `/** @jsxImportSource react */
import createCache from '@emotion/cache';
import { CacheProvider } from '@emotion/react';
import type { ReactNode } from 'react';

const nonce =
  typeof document === 'undefined'
    ? undefined
    : document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce;
const cache = nonce === undefined ? undefined : createCache({ key: 'css', nonce });

export const WithNonce = ({ children }: { children: ReactNode }) =>
  cache ? <CacheProvider value={cache}>{children}</CacheProvider> : children;
`,
  'src/islands/first.react.tsx': island('first', 'rgb(1, 2, 3)'),
  'src/islands/late.react.tsx': island('late', 'rgb(4, 5, 6)'),
  'src/pages/_layout.tsx': `import { randomUUID } from 'node:crypto';

import type { Guard, Head, LayoutProps, PageProps } from '@skerry/kit';

export const guard: Guard = ({ step, locals }) => {
  if (step === 'request') locals.nonce = randomUUID();
};
export const headers = ({ locals: { nonce } }: PageProps) => ({
  'content-security-policy': \`style-src 'nonce-\${nonce}'\`,
});
export const head = ({ locals: { nonce } }: PageProps): Head => ({
  link: [{ rel: 'icon', href: 'data:,' }],
  meta: [{ property: 'csp-nonce', nonce }],
});

export default ({ children }: LayoutProps) => <main>{children}</main>;
`,
  'src/pages/index.tsx': `import { type PageProps, Suspense } from '@skerry/kit';

import First from '../islands/first.react.tsx';
import Late from '../islands/late.react.tsx';
import { arrives } from '../late.ts';

async function Arriving({ on }: { on: boolean }) {
  if (on) await arrives();
  return <Late client:load />;
}

export default ({ url }: PageProps) => (
  <>
    <First client:load color={url.searchParams.get('color') ?? undefined} />
    <Suspense fallback={<p>Wait</p>}>
      <Arriving on={url.searchParams.has('late')} />
    </Suspense>
  </>
);
`,
  'src/late.ts': `let release = () => {};
export const arrives = () => new Promise<void>((resolve) => (release = resolve));
export const letIn = () => release();
`,
  'src/pages/let-in.ts': `import { letIn } from '../late.ts';

export const POST = () => {
  letIn();
  return 'in';
};
`,
};

let outside: Outside;
let browser: Browser;
let app: string;

beforeAll(async () => {
  [outside, browser] = await Promise.all([Outside.open(), openBrowser()]);
  app = await outside.createIslandsApp('styled', libraries, files);
});
afterAll(async () => {
  await browser?.close();
  outside?.remove();
});

test('its types are right', async () => {
  await run(app, ['npm', 'run', 'check']);
});

/** The styles in a document, each before the markup that needs it. */
async function useStyles({ origin }: RunningApp): Promise<void> {
  const htmlOf = async (color: string) =>
    (await fetch(`${origin}/?color=${encodeURIComponent(color)}`)).text();
  const [red, blue] = await Promise.all([htmlOf('red'), htmlOf('blue')]);
  for (const [html, own, other] of [
    [red, 'red', 'blue'],
    [blue, 'blue', 'red'],
  ] as const) {
    const head = html.slice(0, html.indexOf('</head>'));
    expect(head.match(new RegExp(`color:${own}`, 'g'))).toHaveLength(2);
    expect(head.match(/color:rgb\(4, ?5, ?6\)/g)).toHaveLength(2);
    expect(html).not.toContain(`color:${other}`);
    expect(html.indexOf('<style')).toBeLessThan(html.indexOf('</head>'));
    expect(html.slice(head.length)).not.toContain('<style');
  }

  const colors = () =>
    `${[...document.querySelectorAll('section > :not(button)')].map((element) => getComputedStyle(element).color).join('; ')}`;
  const shown = Array(2).fill('rgb(1, 2, 3)').join('; ');
  const late = Array(2).fill('rgb(4, 5, 6)').join('; ');
  const plain = await browser.newPage({ javaScriptEnabled: false });
  await plain.goto(origin);
  expect(
    await plain
      .locator('b')
      .first()
      .evaluate((element) => getComputedStyle(element).color),
  ).toBe('rgb(1, 2, 3)');
  await plain.close();

  const page = await browser.newPage();
  const problems: string[] = [];
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  page.on('pageerror', (error) => problems.push(String(error)));
  // It is loaded once the late island is there.
  await page.goto(`${origin}/?late`, { waitUntil: 'commit' });
  await page.waitForSelector('skerry-island', { state: 'attached' });
  await hydrated(page, 'skerry-island');
  expect(await page.evaluate(colors)).toBe(shown);
  await fetch(`${origin}/let-in`, { method: 'POST', headers: { origin } });
  await page.waitForSelector('#late');
  expect(await page.evaluate(colors)).toBe(`${shown}; ${late}`);
  await hydrated(page, 'skerry-island');
  expect(await page.evaluate(colors)).toBe(`${shown}; ${late}`);
  for (const button of await page.locator('section button').all()) await button.click();
  await expect.poll(() => page.evaluate(colors)).toBe(Array(4).fill('rgb(9, 9, 9)').join('; '));
  expect(problems).toEqual([]);
}

test('the styles of libraries are in the HTML of the development server', async () => {
  const running = await startDevelopment(app, viteOf(app));
  await useStyles(running);
  await running.stop();
});

test('they are in that of the built app', async () => {
  await build(app);
  const running = await startBuilt(app);
  await useStyles(running);
  expect(await running.stop()).toBe(0);
});
