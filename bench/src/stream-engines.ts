import { PassThrough } from 'node:stream';
import type { ReadableStream as NodeStream } from 'node:stream/web';

import type { StreamEngine, StreamPart } from '@skerry/kit/testing';
import { Component as PreactComponent, type ComponentChildren, h, type VNode } from 'preact';
import { lazy, Suspense as PreactSuspense } from 'preact/compat';
import { renderToPipeableStream as streamPreact } from 'preact-render-to-string/stream-node';
import { Component, createElement, type ReactNode, Suspense, use } from 'react';
import { renderToPipeableStream as streamReact } from 'react-dom/server';

// The streams of other frameworks, for the cases of `@skerry/kit/testing`, each used as its documentation does.

/** React's stream, with a time limit and an abort when the visitor leaves. */
export const reactEngine: StreamEngine = {
  name: 'React',
  open(page, { timeLimit = 20_000 } = {}) {
    return new Promise((resolve) => {
      const document = createElement(
        'html',
        null,
        createElement('head'),
        createElement('body', null, toReact(page)),
      );
      const stream = streamReact(document, {
        onShellReady: () => resolve(answer(stream, timeLimit)),
        onShellError: () => resolve(new Response('Something went wrong.', { status: 500 })),
        onError: () => {},
      });
    });
  },
};

/** Preact's stream, within a document written by hand, as it streams none. */
export const preactEngine: StreamEngine = {
  name: 'Preact',
  open: (page, { timeLimit = 20_000 } = {}) =>
    new Promise((resolve) => {
      const failed = () => resolve(new Response('Something went wrong.', { status: 500 }));
      try {
        const stream = streamPreact(toPreact(page) as VNode, {
          onShellReady: () =>
            resolve(
              answer(stream, timeLimit, [
                '<!doctype html><html><head></head><body>',
                '</body></html>',
              ]),
            ),
          onError: failed,
        });
      } catch {
        failed();
      }
    }),
};

interface Pipeable {
  pipe(to: PassThrough): unknown;
  abort(reason?: unknown): void;
}

/** An answer with a stream, which is aborted when its time is over or its reader leaves. */
function answer(stream: Pipeable, timeLimit: number, [begin, end] = ['', '']): Response {
  const timer = setTimeout(() => stream.abort(), timeLimit);
  const through = new PassThrough();
  const out = new PassThrough();
  out.write(begin);
  through.on('data', (chunk) => out.write(chunk) || through.pause());
  out.on('drain', () => through.resume());
  through.on('end', () => out.end(end));
  through.on('error', () => out.destroy());
  out.on('close', () => {
    clearTimeout(timer);
    if (!through.readableEnded) stream.abort();
    through.destroy();
  });
  stream.pipe(through);
  // `Readable.toWeb` of Node 20 throws where nobody can catch it if a reader leaves while data comes.
  // seam: the types of the web lack `from`
  return new Response((ReadableStream as never as typeof NodeStream).from(out) as never);
}

function toReact(part: StreamPart, key?: number): ReactNode {
  if (typeof part === 'string') return part;
  if (Array.isArray(part)) return part.map((each, i) => toReact(each as StreamPart, i));
  const one = part as Exclude<StreamPart, string | readonly StreamPart[]>;
  if ('content' in one) {
    const { content, fallback } = one;
    const made = Promise.resolve(content).then((ready) => toReact(ready));
    made.catch(() => {});
    const Late = () => use(made);
    return createElement(Suspense, { key, fallback: toReact(fallback) }, createElement(Late));
  }
  if ('guarded' in one)
    return createElement(Guard, { key, fallback: toReact(one.replacement) }, toReact(one.guarded));
  if ('failure' in one) return createElement(Fails, { key, failure: one.failure });
  const { tag, attributes, children = [], html } = one;
  if (html !== undefined)
    return createElement(tag, { key, ...attributes, dangerouslySetInnerHTML: { __html: html } });
  return createElement(tag, { key, ...attributes }, toReact(children));
}

class Guard extends Component<{ fallback: ReactNode; children?: ReactNode }> {
  override state = { failed: false };

  static getDerivedStateFromError = () => ({ failed: true });

  override render = () => (this.state.failed ? this.props.fallback : this.props.children);
}

function Fails({ failure }: { failure: Error }): never {
  throw failure;
}

function toPreact(part: StreamPart, key?: number): ComponentChildren {
  if (typeof part === 'string') return part;
  if (Array.isArray(part)) return part.map((each, i) => toPreact(each as StreamPart, i));
  const one = part as Exclude<StreamPart, string | readonly StreamPart[]>;
  if ('content' in one) {
    const made = Promise.resolve(one.content).then((ready) => toPreact(ready));
    made.catch(() => {});
    const Late = lazy(() => made.then((ready) => () => ready as VNode));
    return h(PreactSuspense, { key, fallback: toPreact(one.fallback) }, h(Late, null));
  }
  if ('guarded' in one)
    return h(PreactGuard, { key, fallback: toPreact(one.replacement) }, toPreact(one.guarded));
  if ('failure' in one) return h(Fails, { key, failure: one.failure });
  const { tag, attributes, children = [], html } = one;
  if (html !== undefined)
    return h(tag, { key, ...attributes, dangerouslySetInnerHTML: { __html: html } });
  return h(tag, { key, ...attributes }, toPreact(children));
}

class PreactGuard extends PreactComponent<{ fallback: ComponentChildren }> {
  override state = { failed: false };

  static override getDerivedStateFromError = () => ({ failed: true });

  override render = () => (this.state.failed ? this.props.fallback : this.props.children);
}
