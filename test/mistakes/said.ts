import { relative } from 'node:path';

import { compile } from '../../packages/vite-plugin/src/compile/index.js';
import { checkExports } from '../../packages/vite-plugin/src/app-files/exports.js';
import { createTestApp, fetchPage, type TestAppModules } from '@skerry/kit/testing';

/** What somebody reads who has made a mistake: the place if there is one, the reason, and the next step. */
export async function said(mistake: () => unknown): Promise<string> {
  try {
    await mistake();
  } catch (thrown) {
    return textOf(thrown as Error);
  }
  return 'nothing';
}

function textOf(
  error: Error & { hint?: string; loc?: { file: string; line: number; column: number } },
) {
  const { message, hint = '', loc } = error;
  const place = loc ? `${relative(process.cwd(), loc.file)}:${loc.line}:${loc.column + 1} ` : '';
  const text = `${place}${message}${message.includes(hint) ? '' : ` ${hint}`}`;
  // A view without a file is numbered, by the tests before it too.
  return text.replaceAll(/"live-\d+"/g, '"live-1"');
}

/** What the compiler says of a file. */
export const saidOfCode = (code: string, file = 'src/live/cart.live.tsx'): Promise<string> =>
  said(() => compile(code, file));

/** What the compiler warns of in a file, in order. */
export async function warnedOfCode(code: string, file: string): Promise<string> {
  const warnings: string[] = [];
  compile(code, file, {
    isPage: file.includes('/pages/'),
    warn: (warning) => void warnings.push(textOf(warning)),
  });
  return warnings.join('\n') || 'nothing';
}

/** The file of a live view with this markup. */
const viewOf = (markup: string): string =>
  `import { defineLive } from '@skerry/kit';\nexport default defineLive({ mount: () => ({}), events: { add() {}, drop() {} } }, ({ state, on }) =>\n  ${markup});`;

/** What the compiler warns of in the markup of a live view. */
export const warnedOfView = (markup: string): Promise<string> =>
  warnedOfCode(viewOf(markup), 'src/live/cart.live.tsx');

/** What the compiler says of the markup of a live view with the events `add` and `drop`. */
export const saidOfView = (markup: string): Promise<string> => saidOfCode(viewOf(markup));

/** What the exports of a file are said to lack. */
export const saidOfExports = (file: string, code: string): Promise<string> =>
  said(() => checkExports(file, code));

/** What is said as an app starts. */
export const saidAtStart = (modules: TestAppModules): Promise<string> =>
  said(async () => {
    const app = createTestApp({ routes: {}, ...modules });
    await app.started;
    await app.close();
  });

/** What the log says of a request for the page `index.tsx`, and of what follows. */
export async function saidOfPage(page: unknown, modules: TestAppModules = {}): Promise<string> {
  const lines: string[] = [];
  const note = (line: string) => void lines.push(line.split('\n    at ')[0]!);
  const log = { info() {}, warn: note, error: note };
  const app = createTestApp({
    ...modules,
    routes: { 'index.tsx': { default: page }, ...modules.routes },
    config: { ...modules.config, log },
  });
  const { document } = await fetchPage(app, '/');
  await app.close();
  const next = document
    .querySelectorAll('dt')
    .find(({ textContent }) => textContent === 'Next step');
  const step = next ? ` ${next.nextElementSibling?.textContent}` : '';
  return lines.join('\n') + step || 'nothing';
}
