import type { Browser, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

import { openBrowser } from '../../../../test/browser.js';
import { type ModulePage, openModulePage } from '../../test/module-page.js';
import type { TestApp } from '../../test/test-app.js';
import { fastRefresh } from './index.js';

let browser: Browser;
let served: ModulePage;
let app: TestApp;
let page: Page;
/** The expected number of page loads in a test. */
let loads: number;

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

afterEach(async () => {
  await expect.poll(() => served.loads).toBe(loads);
  await served[Symbol.asyncDispose]();
});

const main = `
  import { h, render } from 'preact';
  import Shown from './shown.tsx';
  render(h(Shown, null), document.querySelector('main'));
`;

/** Opens the page that shows the default export of `src/shown.tsx`. */
async function open(files: Record<string, string>): Promise<void> {
  const sources = Object.entries({ 'main.tsx': main, ...files }).map(([file, text]) => [
    `src/${file}`,
    file.endsWith('x') ? `/** @jsxImportSource preact */${text}` : text,
  ]);
  served = await openModulePage(browser, Object.fromEntries(sources), fastRefresh());
  ({ app, page } = served);
  loads = 1;
}

const shows = (text: string) => served.shows(text);
const click = (times?: number) => served.click(times);

describe('an edit of a component keeps', () => {
  test('its state, refs and signals, and computes again', async () => {
    await open({
      'shown.tsx': `
        import { useMemo, useRef, useState } from 'preact/hooks';
        import { useComputed, useSignal } from '@preact/signals';
        export default function Shown() {
          const [state, setState] = useState(0);
          const ref = useRef(0);
          const signal = useSignal(0);
          const computed = useComputed(() => signal.value * 2);
          const memo = useMemo(() => 'memo', []);
          const go = () => { ref.current++; signal.value++; setState(state + 1); };
          return <button onClick={go}>old {state} {ref.current} {signal} {computed} {memo}</button>;
        }`,
    });
    await click(2);
    await shows('old 2 2 2 4 memo');
    await app.edit('src/shown.tsx', 'old', 'new');
    await shows('new 2 2 2 4 memo');
    await app.edit('src/shown.tsx', '* 2', '* 10');
    await shows('new 2 2 2 20 memo');
    await app.edit('src/shown.tsx', "'memo'", "'other'");
    await shows('new 2 2 2 20 other');
    await click();
    await shows('new 3 3 3 30 other');
  });

  test('a signal that has changed without a render', async () => {
    await open({
      'shown.tsx': `
        import { useSignal } from '@preact/signals';
        export default () => {
          const signal = useSignal(0);
          return <button onClick={() => signal.value++}>old {signal}</button>;
        };`,
    });
    await click(2);
    await shows('old 2');
    await app.edit('src/shown.tsx', 'old', 'new');
    await shows('new 2');
  });

  test('the signals of its module, also those in objects', async () => {
    await open({
      'shown.tsx': `
        import { computed, signal } from '@preact/signals';
        const count = signal<number>(0);
        const state = { list: [signal('a')], double: computed(() => count.value * 2) } as const;
        const go = () => { count.value++; state.list[0].value += 'b'; };
        export default function Shown() {
          return <button onClick={go}>old {count} {state.double} {state.list[0]}</button>;
        }`,
    });
    await click(2);
    await shows('old 2 4 abb');
    await app.edit('src/shown.tsx', 'old', 'new');
    await shows('new 2 4 abb');
    await app.edit('src/shown.tsx', '* 2', '* 10');
    await shows('new 2 20 abb');
    await app.edit('src/shown.tsx', 'signal<number>(0)', 'signal<number>(7)');
    await shows('new 7 70 abb');
    await click();
    await shows('new 8 80 abbb');
  });

  test('the signals of a module that it shares with others, when that one is edited too', async () => {
    await open({
      'shared.ts': `
        import { signal } from '@preact/signals';
        export const shared = signal(0);
        export const label = 'old';`,
      'other.tsx': `
        import { shared } from './shared.ts';
        export function Other() { return <b>{shared}</b>; }`,
      'shown.tsx': `
        import { label, shared } from './shared.ts';
        import { Other } from './other.tsx';
        export default function Shown() {
          return <><button onClick={() => shared.value++}>{label} {shared}</button> <Other /></>;
        }`,
    });
    await click(2);
    await shows('old 2 2');
    await app.edit('src/shared.ts', 'old', 'new');
    await shows('new 2 2');
    await click();
    await shows('new 3 3');
  });

  test('the content of a provider of its own context', async () => {
    await open({
      'inner.tsx': `
        import { useState } from 'preact/hooks';
        export function Inner() {
          const [count, setCount] = useState(0);
          return <button onClick={() => setCount(count + 1)}>{count}</button>;
        }`,
      'shown.tsx': `
        import { createContext } from 'preact';
        import { Inner } from './inner.tsx';
        const Tone = createContext('plain');
        export default () => <Tone.Provider value="loud">old <Inner /></Tone.Provider>;`,
    });
    await click(2);
    await shows('old 2');
    await app.edit('src/shown.tsx', 'old', 'new');
    await shows('new 2');
  });
});

describe('an edit of a component', () => {
  const inner = `
    import { useState } from 'preact/hooks';
    export function Inner({ name }: { name: string }) {
      const [count, setCount] = useState(0);
      return <button onClick={() => setCount(count + 1)}>{name} {count}</button>;
    }`;

  test('that another component imports does not restart that one', async () => {
    await open({
      'inner.tsx': inner,
      'shown.tsx': `
        import { useEffect, useState } from 'preact/hooks';
        import { Inner } from './inner.tsx';
        export default function Shown() {
          const [runs, setRuns] = useState(0);
          useEffect(() => setRuns((runs) => runs + 1), []);
          return <>{runs} <Inner name="old" /></>;
        }`,
    });
    await click(2);
    await shows('1 old 2');
    await app.edit('src/inner.tsx', '{name}', '{name.toUpperCase()}');
    await shows('1 OLD 2');
  });

  test('that then calls other hooks restarts it, and no other', async () => {
    await open({
      'inner.tsx': inner,
      'shown.tsx': `
        import { useState } from 'preact/hooks';
        import { Inner } from './inner.tsx';
        export default function Shown() {
          const [text] = useState(() => 'old');
          return <Inner name={text} />;
        }`,
    });
    await click(2);
    await shows('old 2');
    await app.edit('src/shown.tsx', "useState(() => 'old')", "useState(() => 'new')");
    await shows('new 2');
    await app.edit('src/inner.tsx', 'useState(0);', 'useState(0); useState(1);');
    await shows('new 0');
  });

  test('that is not on the page yet shows once it is', async () => {
    await open({
      'inner.tsx': inner,
      'shown.tsx': `
        import { useState } from 'preact/hooks';
        import { Inner } from './inner.tsx';
        export default function Shown() {
          const [isOpen, setOpen] = useState(false);
          return isOpen ? <Inner name="inner" /> : <button onClick={() => setOpen(true)}>open</button>;
        }`,
    });
    const updated = page.waitForEvent('console', (message) =>
      message.text().includes('hot updated'),
    );
    await app.edit('src/inner.tsx', '{name}', '{name.toUpperCase()}');
    await updated;
    await click();
    await shows('INNER 0');
  });

  test('ends its effects and those of its module, and starts them with the new code', async () => {
    await open({
      'shown.tsx': `
        import { useEffect } from 'preact/hooks';
        import { effect, signal } from '@preact/signals';
        const log = signal<string[]>([]);
        const count = signal(0);
        const note = (text: string) => { log.value = [...log.peek(), text]; };
        effect(() => note('effect old ' + count.value));
        const stop = count.subscribe((value) => note('subscription ' + value));
        export default function Shown() {
          useEffect(() => { note('start old'); return () => note('stop old'); }, []);
          const go = () => { log.value = []; count.value++; };
          return <button onClick={go}>{log.value.join(', ')}</button>;
        }`,
    });
    await shows('effect old 0, subscription 0, start old');
    await app.write('src/shown.tsx', (await app.read('src/shown.tsx')).replaceAll(' old', ' new'));
    await shows(
      'effect old 0, subscription 0, start old, effect new 0, subscription 0, stop old, start new',
    );
    await click();
    await shows('effect new 1, subscription 1');
  });

  test('that cannot be read is shown as an error while the old code goes on, and then corrected in place', async () => {
    await open({
      'shown.tsx': `import { Inner } from './inner.tsx'; export default () => <Inner name="old" />;`,
      'inner.tsx': inner,
    });
    await click(2);
    await shows('old 2');
    await app.edit('src/inner.tsx', '</button>', '</bottom>');
    await page.locator('vite-error-overlay').waitFor();
    await page.locator('button').dispatchEvent('click');
    await shows('old 3');
    await app.edit('src/inner.tsx', '{name} {count}</bottom>', 'new {count}</button>');
    await shows('new 3');
    expect(await page.locator('vite-error-overlay').count()).toBe(0);
  });

  test('whose render fails is repaired by the next edit', async () => {
    await open({
      'shown.tsx': `import { Inner } from './inner.tsx'; export default () => <Inner name="old" />;`,
      'inner.tsx': inner,
    });
    await click(2);
    await shows('old 2');
    const failed = page.waitForEvent('pageerror');
    await app.edit('src/inner.tsx', '{name}', '{name.nothing.here}');
    expect(String(await failed)).toContain('here');
    await app.edit('src/inner.tsx', '{name.nothing.here}', 'new');
    await shows('new 2');
  });
});

describe('a module', () => {
  const shown = `
    import { useState } from 'preact/hooks';
    import { Label, suffix } from './label.tsx';
    export default function Shown() {
      const [count, setCount] = useState(0);
      return <button onClick={() => setCount(count + 1)}><Label /> {count}{suffix}</button>;
    }`;
  const label = `export const Label = () => <>old</>; export const suffix = '.';`;

  test('that exports more than components is updated by its importers', async () => {
    await open({ 'shown.tsx': shown, 'label.tsx': label });
    await click(2);
    await shows('old 2.');
    await app.edit('src/label.tsx', "'.'", "'!'");
    await shows('old 2!');
    await app.edit('src/label.tsx', 'old', 'new');
    await shows('new 2!');
  });

  test('that no component imports reloads the page', async () => {
    await open({ 'shown.tsx': `${shown} export const other = 1;`, 'label.tsx': label });
    await click(2);
    await shows('old 2.');
    await app.edit('src/shown.tsx', '{suffix}', '{suffix}{suffix}');
    loads++;
    await shows('old 0..');
  });

  test('that begins to export other things reloads the page', async () => {
    await open({ 'shown.tsx': shown, 'label.tsx': label });
    await click(2);
    await shows('old 2.');
    await app.edit('src/shown.tsx', '{suffix}', '{suffix}{suffix}');
    await shows('old 2..');
    await app.write('src/shown.tsx', `${await app.read('src/shown.tsx')} export const other = 1;`);
    loads++;
    await shows('old 0..');
  });
});
