import { createApp } from '../../app/app.js';
import { Fragment, jsx, jsxs } from '../../jsx/jsx-runtime.js';
import { noAssets } from '../../page/assets.js';
import { component } from '../../template/component.js';
import { unsafeHtml } from '../../template/raw.js';
import { ErrorBoundary, Suspense } from '../../template/suspense.js';
import type { StreamEngine } from './engine.js';
import { isSeveral, type StreamPart } from './parts.js';

const path = '/late.js';
const quiet = { info() {}, warn() {}, error() {} };

/** The browser of {@link skerryEngine}. */
export interface SkerryEngineOptions {
  /** The source of `@skerry/client/late` as one file. */
  module: string;
  /** True if the browser puts late content in its place itself, and needs the module for drawings alone; true by default. */
  isNative?: boolean;
}

/** Skerry's stream, for `streamCases`. */
export function skerryEngine({ module, isNative = true }: SkerryEngineOptions): StreamEngine {
  const late = { script: path, preloads: [], styles: [] };
  const headers: Record<string, string> = isNative ? { 'sec-ch-ua': '"Chromium";v="150"' } : {};
  let show: () => unknown;
  const app = createApp({
    modules: {
      config: { log: quiet },
      routes: { 'index.tsx': { default: () => show() } },
      views: {},
    },
    mode: 'production',
    build: 'streams',
    secret: 'a secret for streams, 32 bytes long',
    assets: { ...noAssets, late },
  });
  return {
    name: isNative ? 'Skerry' : 'Skerry with its module',
    scripts: { [path]: module },
    open(page, { signal, timeLimit } = {}) {
      const request = new Request('http://localhost/', { headers });
      // One that a request is made with has listeners of the request.
      if (signal) Object.defineProperty(request, 'signal', { value: signal });
      show = () => toChild(page, timeLimit);
      return app.fetch(request);
    },
  };
}

/** A part as JSX makes it. */
function toChild(part: StreamPart, timeout?: number): unknown {
  const inside = (each: StreamPart) => toChild(each, timeout);
  if (typeof part === 'string') return part;
  if (isSeveral(part)) return jsxs(Fragment, { children: part.map(inside) });
  if ('content' in part) {
    const { content, fallback } = part;
    const children = content instanceof Promise ? content.then(inside) : inside(content);
    const bound = timeout === undefined ? {} : { timeout };
    return component(Suspense, { ...bound, fallback: inside(fallback), children });
  }
  if ('guarded' in part) {
    const fallback = () => inside(part.replacement);
    return component(ErrorBoundary, { fallback, children: inside(part.guarded) });
  }
  if ('failure' in part) return component(fails, { ...part });
  const { tag, attributes, children = [], html } = part;
  return jsx(tag, {
    ...attributes,
    children: html === undefined ? inside(children) : unsafeHtml(html),
  });
}

function fails({ failure }: { failure: Error }): never {
  throw failure;
}
