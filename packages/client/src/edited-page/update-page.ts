import { orderedHeader } from '@skerry/wire';

import { features } from '../features.js';
import * as islands from '../islands/islands.js';
import { setAttributes } from '../patch/attributes.js';
import * as morph from '../patch/morph.js';
import { trusted } from '../patch/template.js';
import { read } from '../unclobbered.js';
import { bringContent } from './bring-content.js';
import { isByScript, updateBesideScripts, watchScripts } from './script-changes.js';
import { hasNewScripts, updateHead, watchHead } from './update-head.js';

/**
 * Brings an open page to what the server makes of it after an edit, in development: elements that are in both stay, and with them
 * regions, islands, and what the visitor has entered.
 */

/** The last answer that was asked for. */
let latest: AbortController | undefined;

/** Begins to note what scripts change on the page. Call it once, before {@link updatePage}. */
export function watchPage(): void {
  watchScripts();
  watchHead();
}

/**
 * Brings the page to what the server makes of it now.
 *
 * @returns false if only a load of the page can do it
 */
export async function updatePage(): Promise<boolean> {
  latest?.abort();
  const { signal } = (latest = new AbortController());
  const headers = { accept: 'text/html', [orderedHeader]: '1' };
  const answer = await fetch(location.href, { headers, signal }).catch(() => undefined);
  // A newer edit, or a server that is down: then Vite loads the page once it is back.
  if (!answer) return true;
  // Until its code is mended, the page stays with the failure over it.
  if (answer.status === 500 && ownStatus() < 500) return true;
  if (answer.status !== ownStatus() || answer.redirected || !isHtml(answer)) return false;
  const html = await answer.text().catch(() => undefined);
  return html === undefined || showPage(parsePage(html), signal);
}

interface MarkupParser {
  parseHTMLUnsafe(html: string, options: object): Document;
}

/** Parses a page as browsers do that run scripts: what is in its `<noscript>` elements is text. */
function parsePage(html: string): Document {
  // Without options Chromium 156 drops all comments.
  const page = (Document as MarkupParser).parseHTMLUnsafe(trusted(html), {});
  for (const each of page.querySelectorAll('noscript')) each.textContent = each.innerHTML;
  return page;
}

/** The status with which the page came. */
function ownStatus(): number {
  const [own] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  return own?.responseStatus || 200;
}

const isHtml = ({ headers }: Response): boolean =>
  headers.get('content-type')?.startsWith('text/html') ?? false;

async function showPage(next: Document, signal: AbortSignal): Promise<boolean> {
  // A parser goes on where it was, whatever is there then.
  if (read(document, 'readyState') === 'loading' || hasNewScripts(next)) return false;
  features.morph ??= morph;
  features.islands ??= islands;
  await Promise.all([features.morph.loadMoves(), updateHead(next.head, signal)]);
  if (signal.aborted) return true;
  const body = read(document, 'body');
  updateAttributes(document.documentElement, next.documentElement);
  updateAttributes(body, next.body);
  updateBesideScripts(() =>
    bringContent(body, next.body, (node) => {
      if (!isByScript(node)) node.remove();
    }),
  );
  return true;
}

/** The attributes that elements around the page had in its last answer. */
const served = new WeakMap<Element, Element>();

/** Attributes that are the server's from the beginning: scripts set others before anything could note it. */
const languages = ['lang', 'dir'];

/**
 * Brings the attributes of an element around the page to those of its next version. Those that are there stay until another answer has
 * others, except languages; classes are added to them.
 */
function updateAttributes(element: Element, next: Element): void {
  const before = served.get(element);
  served.set(element, next.cloneNode() as Element);
  const names = [before, next].flatMap((each) => each?.getAttributeNames() ?? []);
  for (const name of names) {
    const value = next.getAttribute(name);
    const isOther = before
      ? before.getAttribute(name) !== value
      : !element.hasAttribute(name) || languages.includes(name);
    if (isOther) setAttributes(element, { [name]: value });
  }
  if (!before) for (const name of next.classList) element.classList.add(name);
}
