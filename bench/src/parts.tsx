import { Suspense } from '@skerry/kit';
import { h } from 'preact';
import { lazy, Suspense as PreactSuspense } from 'preact/compat';
import { renderToStringAsync } from 'preact-render-to-string';
import { createElement, Suspense as ReactSuspense, use } from 'react';
import { type PipeableStream, renderToPipeableStream } from 'react-dom/server';

import { makeRows, type Row } from './data.js';

/** Pages of parts that wait for their data, the same in three frameworks. */
type Rows = readonly Row[];

const rows = makeRows(20);
/** Data that is there in the next turn of the event loop. */
const load = (): Promise<Rows> => new Promise((resolve) => setImmediate(() => resolve(rows)));

async function Part() {
  const found = await load();
  return (
    <ul>
      {found.map((row) => (
        <li key={row.id} title={row.note}>
          {row.name}
        </li>
      ))}
    </ul>
  );
}

/** The page of so many parts. */
export const Parts = ({ count }: { count: number }) => (
  <main>
    {Array.from({ length: count }, (_, i) => (
      <section key={i}>
        <Suspense fallback={<p>One moment…</p>}>
          <Part />
        </Suspense>
      </section>
    ))}
  </main>
);

const ReactPart = ({ data }: { data: Promise<Rows> }) =>
  createElement(
    'ul',
    null,
    use(data).map((row) => createElement('li', { key: row.id, title: row.note }, row.name)),
  );

/** The page in React, which sends its parts when they are ready. */
export function reactParts(count: number, onShellReady: (stream: PipeableStream) => void): void {
  const part = (key: number) =>
    createElement(
      'section',
      { key },
      createElement(
        ReactSuspense,
        { fallback: createElement('p', null, 'One moment…') },
        createElement(ReactPart, { data: load() }),
      ),
    );
  const page = createElement(
    'main',
    null,
    Array.from({ length: count }, (_, i) => part(i)),
  );
  const stream = renderToPipeableStream(page, { onShellReady: () => onShellReady(stream) });
}

/** The page in Preact, which sends everything when all is there. */
export async function preactParts(count: number): Promise<string> {
  const part = (key: number) => {
    const Late = lazy(async () => {
      const found = await load();
      return () =>
        h(
          'ul',
          null,
          found.map((row) => h('li', { key: row.id, title: row.note }, row.name)),
        );
    });
    return h('section', { key }, h(PreactSuspense, { fallback: h('p', null, '…') }, h(Late, null)));
  };
  return renderToStringAsync(
    h(
      'main',
      null,
      Array.from({ length: count }, (_, i) => part(i)),
    ),
  );
}
