import { describe, expect, test } from 'vitest';

import { chromium, serveStreamed } from '../../test/streamed-app.js';
import { serveWritten } from '../../test/written-app.js';
import { notFound, redirect } from '../core/deny.js';
import { Suspense, type SuspenseProps } from '../template/suspense.js';

const later = (children: SuspenseProps['children'], more: Partial<SuspenseProps> = {}) => (
  <Suspense fallback={<g />} {...more}>
    {children}
  </Suspense>
);

/** The parts of drawings in an answer: the content of each element that carries one, and the markup before it. */
const drawings = (html: string): [content: string, before: string][] =>
  [
    ...html.matchAll(
      /<div hidden>(<meta[^>]*>)?<template for="[^"]+" hidden>(.*?)<\/template>\n<\/div>/gs,
    ),
  ].map(([, before = '', content = '']) => [content, before]);

describe('late content in a drawing', () => {
  test('comes in an element of its language, beside the module that takes it out', async () => {
    const { open, part } = serveStreamed((text) => (
      <main>
        <svg>{later(text('svg').then((name) => <text>{name}</text>))}</svg>
        <math>{later(text('math').then((name) => <mi>{name}</mi>))}</math>
        <svg>
          <foreignObject>{later(text('html'))}</foreignObject>
        </svg>
      </main>
    ));
    const answer = await open();
    for (const name of ['svg', 'math', 'html']) part(name).resolve(name);
    const html = await answer.text();
    expect(drawings(html)).toEqual([
      ['<svg><text>svg</text></svg>', ''],
      ['<math><mi>math</mi></math>', ''],
    ]);
    expect(html).toMatch(/<template for="[^"]+">html<\/template>/);
    expect(html).toContain('src="/late.js"');
    expect(html).toContain(
      '<noscript><meta http-equiv="refresh" content="0;url=?_stream=ordered"></noscript>',
    );
  });

  test('brings the module once, where the page has it anyway', async () => {
    const { open, part } = serveStreamed((text) => <svg>{later(text('svg'))}</svg>);
    const answer = await open({});
    part('svg').resolve('here');
    const html = await answer.text();
    expect(html.match(/late\.js/g)).toHaveLength(1);
    expect(drawings(html)).toEqual([['<svg>here</svg>', '']]);
  });

  test('that fails says so in its language, and what it says of the page is before it', async () => {
    const { open, part, failures } = serveStreamed((text) => (
      <main>
        <svg>{later(text('broken'))}</svg>
        <math>{later(text('missing'))}</math>
        <svg>{later(text('moved'))}</svg>
      </main>
    ));
    const answer = await open();
    part('broken').reject(new Error('on purpose'));
    part('missing').reject(notFound() as never);
    part('moved').reject(redirect('/away') as never);
    const noIndex = '<meta name="robots" content="noindex">';
    expect(drawings(await answer.text())).toEqual([
      ['<svg><title role="alert">Something went wrong.</title></svg>', noIndex],
      ['<math><mtext role="alert">There is nothing here.</mtext></math>', noIndex],
      ['<svg></svg>', '<meta http-equiv="refresh" content="0;url=/away">'],
    ]);
    expect(failures.map(({ error }) => error.message)).toEqual(['on purpose']);
  });

  test('fills holes too', async () => {
    const { open } = await serveWritten(() => (
      <svg>
        <Suspense at="request" fallback="">
          {() => <circle r="1" />}
        </Suspense>
      </svg>
    ));
    const html = await (await open(chromium)).text();
    expect(drawings(html)).toEqual([['<svg><circle r="1"></circle></svg>', '']]);
    expect(html).toContain('late.js');
  });
});
