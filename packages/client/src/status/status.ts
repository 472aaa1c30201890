import { announceEvent, appEventPrefix, postField, regionTag, updateEvent } from '@skerry/wire';

import { features } from '../features.js';
import { nearest } from '../patch/values.js';
import type { RegionHandle } from '../region/region-handle.js';
import './connection-state.js';

/**
 * Shows on the page what goes on: the elements that wait for an answer, the state of the connection, the links to this page.
 * Loaded when the regions of a page have started.
 */

/** The elements that each region has marked. */
const marked = new Map<RegionHandle, Set<Element>>();

/** Marks the elements of unanswered events as pending, their forms and their regions too, and no others. */
export function showPending(region: RegionHandle): void {
  const names = new Map<Element, Set<string>>();
  for (const { element, name } of region.queue)
    if (element)
      for (const each of [element, formOf(element), region.host])
        if (each && region.host.contains(each))
          names.set(each, (names.get(each) ?? new Set()).add(name));
  for (const element of marked.get(region) ?? []) if (!names.has(element)) unmark(element, region);
  for (const [element, each] of names) mark(element, [...each].join(' '));
  if (names.size) marked.set(region, new Set(names.keys()));
  else marked.delete(region);
  if (marked.size) timer ??= setTimeout(showBar, patience, true);
  else {
    clearTimeout(timer);
    timer = undefined;
    showBar(false);
  }
}

/** The form around an element, or the one that a field names. */
const formOf = (element: Element): Element | null =>
  nearest(element, 'form') ?? (element as HTMLInputElement).form;

// Forms answer to the names of their fields first.
const { removeAttribute, setAttribute } = Element.prototype;

/** The server's value of `aria-busy` is noted as changed by others. */
function mark(element: Element, names: string): void {
  setAttribute.call(element, 'aria-busy', 'true');
  setAttribute.call(element, 'data-pending', names);
}

function unmark(element: Element, { changesOf }: RegionHandle): void {
  removeAttribute.call(element, 'data-pending');
  const value = changesOf(element)?.get('aria-busy');
  if (value === undefined) return;
  if (value === null) removeAttribute.call(element, 'aria-busy');
  else setAttribute.call(element, 'aria-busy', value);
  // This has been noted too by now.
  changesOf(element)?.delete('aria-busy');
}

/** Milliseconds after which an event takes long. */
const patience = 120;

let timer: number | undefined;
let progress: typeof import('./progress.js') | undefined;

/** `data-progress="off"` on the document's element leaves out the bar. */
async function showBar(isBusy: boolean): Promise<void> {
  if (document.documentElement.dataset.progress === 'off') return;
  if (isBusy) progress ??= await import('./progress.js').catch(() => undefined);
  progress?.showProgress(isBusy && marked.size > 0);
}

/** The links that are marked. */
const current = new Set<Element>();

/** Marks the links to this page, unless their author has said which are current. */
function markCurrent(root: ParentNode): void {
  const { pathname, search } = location;
  const here = [pathname, pathname + search];
  for (const link of current)
    if (!link.isConnected || !here.includes(link.getAttribute('href')!)) {
      current.delete(link);
      link.removeAttribute('aria-current');
    }
  for (const link of root.querySelectorAll('a[href]:not([aria-current])'))
    if (here.includes(link.getAttribute('href')!)) {
      current.add(link);
      link.setAttribute('aria-current', 'page');
    }
}

markCurrent(document);
document.addEventListener(updateEvent, ({ target }) => markCurrent(target as Element));

document.addEventListener(appEventPrefix + announceEvent, async ({ detail }: CustomEventInit) =>
  (await import('./announce.js')).announce(`${detail}`),
);

/** The state of the region around a form, if there is one. */
function stateAround(form: EventTarget | null): string | undefined {
  const host = nearest(form as Element, regionTag) as HTMLElement | null;
  return host ? `${host.dataset.state}` : undefined;
}

/** Matches the states in which forms are posted. */
const isOver = /failed|ended/;

// Forms of updates have no token to be posted with: browsers would write their fields into the URL.
document.addEventListener('submit', (event) => {
  const form = event.target as Element;
  const isOurs = Element.prototype.matches.call(form, '[lv-submit]:not([method])');
  if (isOurs && isOver.test(stateAround(form)!)) event.preventDefault();
});

// Fields for browsers without script are no part of an event. A form of a region that has failed is posted with them.
document.addEventListener('formdata', ({ target, formData }) => {
  const state = stateAround(target);
  if (!state || isOver.test(state)) return;
  const own = [...formData.keys()].filter((name) => name.startsWith(postField));
  own.forEach((name) => formData.delete(name));
});

/** Milliseconds for which updates wait for the code of the focus: a request may never be answered. */
const longest = 2000;

// Whoever has gone to no element has no focus to lose.
function attendFocus(): void {
  if (features.focus || features.coming) return;
  features.coming = new Promise((resolve) => {
    setTimeout(resolve, longest);
    void loadFocus().then(resolve);
  });
}
document.addEventListener('focusin', attendFocus);
if (document.activeElement !== document.body) attendFocus();

async function loadFocus(): Promise<void> {
  const focus = await import('../region/hold-focus.js').catch(() => undefined);
  if (focus) features.focus = focus;
  features.coming = undefined;
}

async function loadScroll(): Promise<void> {
  features.scroll = await import('../region/scroll.js');
}
// Browsers with scroll anchoring need no other.
if (!CSS.supports('overflow-anchor', 'auto')) void loadScroll();
