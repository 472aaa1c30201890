import { escapeHtml } from '../template/escape.js';
import type { Assets } from './assets.js';
import { failureHtml } from './failure-page.js';
import { PageContents } from './page-contents.js';
import { makeShell } from './shell.js';

/** The reason why a visitor is shown an error page. */
export interface Fault {
  status: number;
  reason: string;
  error?: Error;
}

/** The reason for 404. */
export const nothingHere = 'There is nothing here.';

/** The error page of an app without one, or whose own failed. @param base the path of the app */
export function plainErrorPage(
  assets: Assets,
  { status, reason, error }: Fault,
  base: string,
): string {
  const envelope = { head: { title: `${status}` }, headers: {} };
  const shell = makeShell(
    { envelope, files: [], contents: new PageContents(), late: 'none' },
    assets,
  );
  const details = error === undefined ? '' : failureHtml(error, base);
  const home = `<p><a href="${escapeHtml(base)}">Home</a></p>`;
  return `${shell.html}<main><h1>${status}</h1><p>${escapeHtml(reason)}</p>${details}${home}</main></body></html>`;
}
