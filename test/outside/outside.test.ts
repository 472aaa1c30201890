import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { type RunningApp, startBuilt, startDevelopment } from '../apps.js';
import { openBrowser } from '../browser.js';
import { filesBelow } from '../files-below.js';
import { installedCopies } from './copies.js';
import { fetchNodes, nodeVersions } from './fetch-nodes.js';
import { build, type Installer, installers, Outside, run, viteOf } from './outside.js';
import { type OpenedPage, openApp, useApp } from './use-app.js';

// The day of an author: an app by create-skerry, with packages from tarballs, developed, built and run.

let outside: Outside;
let browser: Browser;
beforeAll(async () => {
  [outside, browser] = await Promise.all([Outside.open(), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  outside?.remove();
});

/** Changes a file of an app as an editor does. */
function edit(app: string, file: string, before: string, after: string): void {
  const path = join(app, 'src', file);
  const text = readFileSync(path, 'utf8');
  expect(text).toContain(before);
  writeFileSync(path, text.replace(before, after));
}

describe.each(Object.keys(installers) as Installer[])('an app installed by %s', (installer) => {
  let app: string;
  beforeAll(async () => {
    app = await outside.create(installer, '--template', 'islands', '--react', '--tailwind');
    await run(app, installers[installer]);
  });

  test('has one copy of each package that must not be there twice', () => {
    const copies = installedCopies(app);
    const single = ['preact', 'react', 'react-dom', 'h3', 'vite', '@skerry/kit', '@skerry/wire'];
    expect(single.map((name) => [name, copies.get(name)?.length])).toEqual(
      single.map((name) => [name, 1]),
    );
  });

  describe('on the development server', () => {
    let running: RunningApp;
    let opened: OpenedPage;
    beforeAll(async () => {
      running = await startDevelopment(app, viteOf(app));
      opened = await openApp(browser, running.origin);
    });
    afterAll(() => running?.stop());

    test('works', () => useApp(opened));

    test('follows edits, and keeps the state of islands and regions', async () => {
      const { page, problems } = opened;
      await page.evaluate(() => document.body.setAttribute('data-load', 'first'));
      edit(app, 'islands/gauge.island.tsx', ' of 10', ' of ten');
      await page.waitForSelector('b:text-is("4 of ten")');
      edit(app, 'islands/stepper.react.tsx', 'React +', 'React plus');
      await page.waitForSelector('p:has(button:text-is("React plus")) b:text-is("6")');
      edit(app, 'live/counter.live.tsx', '>reset<', '>start again<');
      await page.waitForSelector('p:has(button:text-is("start again")) output:text-is("4")');
      expect(await page.getAttribute('body', 'data-load')).toBe('first');
      edit(app, 'pages/index.tsx', 'It counts', 'It still counts');
      await page.waitForSelector('h1:text-is("It still counts")');
      expect(problems).toEqual([]);
      edit(app, 'islands/gauge.island.tsx', ' of ten', ' of 10');
      edit(app, 'islands/stepper.react.tsx', 'React plus', 'React +');
    });
  });

  test('is built, and works', async () => {
    await build(app);
    const running = await startBuilt(app);
    await useApp(await openApp(browser, running.origin));
    expect(await running.stop()).toBe(0);
  });
});

test('an app installed by pnpm is well typed, with the types of all packages', async () => {
  const app = join(outside.folder, 'pnpm');
  await run(app, ['npm', 'run', 'check', '--', '--skipLibCheck', 'false']);
});

describe.each(nodeVersions)('on Node %s', (version) => {
  let node: string;
  const app = () => join(outside.folder, 'npm');
  beforeAll(async () => {
    node = (await fetchNodes()).get(version)!;
  });

  test.each<[string, () => Promise<RunningApp>]>([
    ['the built server', () => startBuilt(app(), 0, { node })],
    ['the development server', () => startDevelopment(app(), viteOf(app()), { node })],
  ])('%s works', async (_, start) => {
    const running = await start();
    await useApp(await openApp(browser, running.origin));
    await running.stop();
  });
});

describe('each template with each flag', () => {
  const flags = ['', '--react', '--tailwind', '--react --tailwind'];
  const kinds = ['minimal', 'live', 'islands'].flatMap((template) =>
    flags.map((more) => [`--template ${template} ${more}`.trim().split(' ')] as const),
  );
  const nameOf = (args: readonly string[]) => args.slice(1).join('').replaceAll('--', '-');
  const folder = () => join(outside.folder, 'kinds');
  beforeAll(async () => {
    for (const [args] of kinds) await outside.create(`kinds/${nameOf(args)}`, ...args);
    // They share the packages of the app that has all.
    symlinkSync(join(outside.folder, 'npm/node_modules'), join(folder(), 'node_modules'));
    const tsconfig = {
      extends: './live/tsconfig.json',
      compilerOptions: { skipLibCheck: false },
      include: ['*/src', '*/vite.config.ts'],
    };
    writeFileSync(join(folder(), 'tsconfig.json'), JSON.stringify(tsconfig));
  });

  test.each(['typescript', 'typescript-5.9'])('is well typed for %s', async (typescript) => {
    await run(folder(), [
      process.execPath,
      resolve('node_modules', typescript, 'bin/tsc'),
      '-p',
      '.',
    ]);
  });

  test('names the packages that it imports', () => {
    for (const [args] of kinds) {
      const app = join(folder(), nameOf(args));
      const { dependencies, devDependencies } = JSON.parse(
        readFileSync(join(app, 'package.json'), 'utf8'),
      ) as Record<string, Record<string, string>>;
      const imported = filesBelow(app, /\/dist$/)
        .filter((file) => /\.tsx?$/.test(file))
        .flatMap((file) => [
          ...readFileSync(file, 'utf8').matchAll(
            /(?:from |@jsxImportSource )'?((?:@[\w-]+\/)?[\w-]+)/g,
          ),
        ])
        .map(([, name]) => name);
      expect(Object.keys({ ...dependencies, ...devDependencies })).toEqual(
        expect.arrayContaining(imported),
      );
    }
  });

  test('is built', async () => {
    const program = `import { createBuilder } from 'vite';
      for (const root of ${JSON.stringify(kinds.map(([args]) => nameOf(args)))})
        await (await createBuilder({ root, logLevel: 'warn' })).buildApp();`;
    writeFileSync(join(folder(), 'build.mjs'), program);
    await run(folder(), [process.execPath, 'build.mjs'], { NODE_ENV: 'production' });
  });

  test.each(['minimal', 'live'])('%s works, built and in development', async (template) => {
    const app = join(folder(), template);
    const shown = template === 'live' ? 'output:text-is("4")' : 'h1:text-is("It works")';
    for (const start of [startBuilt, () => startDevelopment(app, viteOf(folder()))]) {
      const running = await start(app);
      const { page, problems } = await openApp(browser, running.origin);
      if (template === 'live') await page.click('button:text-is("+")');
      await page.waitForSelector(shown);
      expect(problems).toEqual([]);
      await running.stop();
    }
  });

  test.each([
    ['npm', ['--package-lock-only'], 'package-lock.json'],
    ['pnpm', ['--lockfile-only'], 'pnpm-lock.yaml'],
  ] as const)(
    'installs with %s neither Preact nor React without islands',
    async (name, only, lock) => {
      const app = join(folder(), 'live');
      await run(app, [...installers[name], ...only]);
      const packages = readFileSync(join(app, lock), 'utf8');
      expect(packages).toContain('tapable');
      expect(packages).not.toMatch(
        /(?:node_modules\/|^ {2}'?)(?:preact|react|@prefresh\/core)['"@:]/m,
      );
    },
  );
});
