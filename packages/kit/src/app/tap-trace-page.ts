import { AppResponse } from '../core/app-response.js';
import { printable } from '../core/printable.js';
import { escapeHtml } from '../template/escape.js';
import { type TapCall, type TappedWork, tapTrace } from './tap-trace.js';

/** Answers with the list of taps; the first request for it begins the list. */
export function tapTraceResponse(): Response {
  const isNew = tapTrace.begin();
  return new AppResponse(page(tapTrace.works, isNew), 200, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
  });
}

const page = (works: readonly TappedWork[], isNew: boolean): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Taps</title></head><body><h1>Taps</h1>
<p>${introduction(works, isNew)}</p>
<table border="1"><thead><tr>${cells('th', ['work', 'hook', 'plugin', 'µs', 'kind', 'outcome'])}</tr></thead>
${works.map(rows).join('\n')}
</table></body></html>`;

function introduction(works: readonly TappedWork[], isNew: boolean): string {
  if (isNew) return 'From now on taps are listed here. Load this page again after some of them.';
  if (works.length === 0) return 'No tap was called yet.';
  return 'The taps of the last 100 requests, joins and events that called one, newest first. The time of an asynchronous tap is that until its answer.';
}

function rows(work: TappedWork): string {
  const name = nameOf(work);
  const lines = work.calls.map((call) => row(name, call));
  if (work.omitted > 0) lines.push(`<tr>${cells('td', [name, `and ${work.omitted} more`])}</tr>`);
  return `<tbody>${lines.join('\n')}</tbody>`;
}

function row(name: string, { tap, micros }: TapCall): string {
  const { hook, plugin, isAsync, outcome = 'runs', error } = tap;
  const time = micros === undefined ? '' : micros.toFixed(micros < 10 ? 1 : 0);
  const kind = isAsync ? 'async' : 'sync';
  const result = error === undefined ? outcome : `${outcome}: ${textOf(error)}`;
  return `<tr>${cells('td', [name, hook, plugin, time, kind, result])}</tr>`;
}

function nameOf({ asked, calls }: TappedWork): string {
  if (!asked) return `nobody asked for it ${calls[0]?.tap.path ?? ''}`;
  if ('method' in asked) return `${asked.method} ${asked.path}`;
  if ('event' in asked) return `event ${asked.region.view}.${asked.event}`;
  return `join ${asked.region?.view ?? asked.topic}`;
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Cells with texts, which may be a visitor's. */
const cells = (tag: 'th' | 'td', texts: readonly string[]): string =>
  texts.map((text) => `<${tag}>${escapeHtml(printable(text, 200))}</${tag}>`).join('');
