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

/**
 * Skerry's stream, for `streamCases`.
 *
 * @param module the source of `@skerry/client/late` as one file; without it, the browser has to do its work
 */
export function skerryEngine(module?: string): StreamEngine {
  const late = { script: path, preloads: [], styles: [] };
  const headers: Record<string, string> = module ? {} : { 'sec-ch-ua': '"Chromium";v="150"' };
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
    assets: { ...noAssets, ...(module && { late }) },
  });
  return {
    name: module ? 'Skerry with its module' : 'Skerry',
    ...(module && { scripts: { [path]: module } }),
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
