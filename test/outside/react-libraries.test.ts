import { resolve } from 'node:path';

import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { type RunningApp, startBuilt, startDevelopment } from '../apps.js';
import { openBrowser } from '../browser.js';
import { hydrated } from '../hydrated.js';
import { build, Outside, run, viteOf } from './outside.js';
import { openApp } from './use-app.js';

// Libraries for React in one app: two of them in Preact islands by `compat`, one in a React island, and a component of the app
// in both.

const libraries = { recharts: '3.11.1', motion: '14.14.0', '@radix-ui/react-dialog': '1.3.1' };

const files = {
  'vite.config.ts': `
import { skerry } from '@skerry/vite-plugin';
import { defineConfig } from 'vite';

export default defineConfig({ plugins: [skerry({ compat: ['recharts', 'motion'] })] });
`,
  'src/components/title.tsx': `/** @jsxImportSource react */
import { type ReactNode, useState } from 'react';

export function Title({ children }: { children: ReactNode }) {
  const [text] = useState(children);
  return <h2>{text}</h2>;
}
`,
  'src/islands/chart.island.tsx': `/** @jsxImportSource react */
import { useState } from 'react';
import { Line, LineChart, XAxis, YAxis } from 'recharts';

import { Title } from '../components/title.tsx';

export default function Chart({ levels }: { levels: { at: string; cm: number }[] }) {
  const [shown, setShown] = useState(levels);
  return (
    <figure>
      <Title>Levels</Title>
      <button onClick={() => setShown([...shown, { at: '12', cm: 90 }])}>Measure</button>
      <LineChart width={400} height={200} data={shown}>
        <XAxis dataKey="at" />
        <YAxis />
        <Line dataKey="cm" isAnimationActive={false} />
      </LineChart>
    </figure>
  );
}
`,
  'src/islands/notice.island.tsx': `/** @jsxImportSource react */
import { AnimatePresence, motion } from 'motion/react';
import { useState } from 'react';

export default function Notice() {
  const [isOpen, setIsOpen] = useState(true);
  const [ended, setEnded] = useState(0);
  return (
    <div>
      <button onClick={() => setIsOpen(false)}>Dismiss</button> <output>{ended} gone</output>
      <AnimatePresence onExitComplete={() => setEnded(ended + 1)}>
        {isOpen && (
          <motion.p className="notice" exit={{ opacity: 0 }} transition={{ duration: 0.01 }}>
            High water
          </motion.p>
        )}
      </AnimatePresence>
    </div>
  );
}
`,
  'src/islands/ask.react.tsx': `/** @jsxImportSource react */
import * as Dialog from '@radix-ui/react-dialog';

import { Title } from '../components/title.tsx';

export default function Ask() {
  return (
    <Dialog.Root>
      <Title>Close the lock</Title>
      <Dialog.Trigger>Ask</Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Content>
          <Dialog.Title>Close it?</Dialog.Title>
          <Dialog.Description>Ships wait.</Dialog.Description>
          <Dialog.Close>No</Dialog.Close>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
`,
  'src/pages/index.tsx': `
import Ask from '../islands/ask.react.tsx';
import Chart from '../islands/chart.island.tsx';
import Notice from '../islands/notice.island.tsx';

export default () => (
  <>
    <Chart client:load levels={[{ at: '10', cm: 102 }, { at: '11', cm: 98 }]} />
    <Notice client:load />
    <Ask client:load />
  </>
);
`,
};

let outside: Outside;
let browser: Browser;
let app: string;

beforeAll(async () => {
  [outside, browser] = await Promise.all([Outside.open(), openBrowser()]);
  app = await outside.createIslandsApp('libraries', libraries, files);
});
afterAll(async () => {
  await browser?.close();
  outside?.remove();
});

test('its types are right, without paths', async () => {
  await run(app, ['npm', 'run', 'check']);
  const older = resolve('node_modules/typescript-5.9/bin/tsc');
  await run(app, [process.execPath, older, '--noEmit', '-p', '.']);
});

/** Uses each island as a visitor would. */
async function useLibraries({ origin }: RunningApp): Promise<void> {
  const html = await (await fetch(origin)).text();
  for (const text of [
    '<h2>Levels</h2>',
    '<h2>Close the lock</h2>',
    'High water',
    'recharts-wrapper',
  ])
    expect(html).toContain(text);
  const { page, problems } = await openApp(browser, origin);
  await hydrated(page, 'skerry-island');
  const curve = () => page.getAttribute('.recharts-line-curve', 'd');
  const before = await curve();
  await page.click('text=Measure');
  await expect.poll(curve).not.toBe(before);

  await page.click('text=Dismiss');
  await page.waitForSelector('output:text-is("1 gone")');
  expect(await page.locator('.notice').count()).toBe(0);

  await page.click('text=Ask');
  await page.waitForSelector('[role=dialog]:has-text("Ships wait.")');
  await page.keyboard.press('Escape');
  await page.waitForSelector('[role=dialog]', { state: 'detached' });
  expect(problems).toEqual([]);
}

test('they work in development', async () => {
  const running = await startDevelopment(app, viteOf(app));
  await useLibraries(running);
  await running.stop();
});

test('they work when built', async () => {
  await build(app);
  const running = await startBuilt(app);
  await useLibraries(running);
  expect(await running.stop()).toBe(0);
});
