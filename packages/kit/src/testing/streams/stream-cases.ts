import { fillPlaces } from '../fill-places.js';
import { browserCases, documentCases } from './browser-cases.js';
import { check, type StreamCase, type StreamEngine } from './engine.js';
import { serverCases } from './server-cases.js';
import { StreamStage, type TestBrowser } from './stage.js';

/** The browser of {@link streamCases}. */
export interface StreamCasesOptions {
  /** A Chromium, as Playwright starts one; without it, only what needs none is tried. */
  browser?: TestBrowser;
  /** Milliseconds to wait for what a document is to show; 5,000 by default. */
  patience?: number;
}

/** The browser of {@link pageCases}, and what it loads. */
export interface PageCasesOptions extends StreamCasesOptions {
  browser: TestBrowser;
  scripts?: StreamEngine['scripts'];
}

/**
 * The promises of a stream of pages, each as a case that can be tried: content that fails, never comes or comes out of order,
 * visitors who leave or read slowly, documents that are cut at any byte.
 *
 * @param engine a stream: that of Skerry, or another one to compare
 * @example
 * test.each(streamCases(skerryEngine({ module }), { browser }))('$name', ({ run }) => run());
 */
export function streamCases(
  engine: StreamEngine,
  { browser, patience }: StreamCasesOptions = {},
): StreamCase[] {
  const cases = Object.entries(serverCases).map(([name, run]) => ({
    name,
    run: () => run(engine),
  }));
  if (!browser) return cases;
  const shown = Object.entries(browserCases).map(([name, run]) => ({
    name,
    run: () => onStage(browser, engine.scripts, patience, (stage) => run(engine, stage)),
  }));
  return [...cases, ...shown];
}

/**
 * What the document of a page has to stand, each as a case that can be tried: it is cut at any byte (of a large
 * one, in the marks of its boundaries), pauses there, and is opened in a page that nobody looks at. Each time the page shows what it would have without boundaries.
 *
 * @param open asks for the page, with the headers of a browser that puts late content in its place itself
 * @param options `scripts` has the modules that the page loads, as texts by their path: a page with late content in drawings needs
 *   that for late content
 * @example
 * const headers = { 'sec-ch-ua': '"Chromium";v="150"' };
 * const open = () => app.fetch(new Request('http://localhost/harbour', { headers }));
 * test.each(pageCases(open, { browser }))('$name', ({ run }) => run());
 */
export const pageCases = (
  open: () => Response | Promise<Response>,
  { browser, patience, scripts }: PageCasesOptions,
): StreamCase[] =>
  Object.entries(documentCases).map(([name, run]) => ({
    name,
    async run() {
      const response = await open();
      check(response.ok, () => `The page answers ${response.status}.`);
      const html = await response.text();
      const recording = { html, expected: fillPlaces(html) };
      await onStage(browser, scripts, patience, (stage) => run(recording, stage));
    },
  }));

/** Does work on a stage of its own. */
async function onStage(
  browser: TestBrowser,
  scripts: StreamEngine['scripts'] = {},
  patience = 5_000,
  work: (stage: StreamStage) => Promise<void>,
): Promise<void> {
  const stage = await StreamStage.open(browser, scripts, patience);
  try {
    await work(stage);
  } finally {
    await stage.close();
  }
}
