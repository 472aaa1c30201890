import { html, type HtmlSafeString } from 'liveviewjs';
import { h } from 'preact';

import type { Row } from './data.js';

/** The table in liveviewjs. */
export const liveviewTable = (rows: readonly Row[]): HtmlSafeString =>
  html`<table>
    <tbody>
      ${rows.map(liveviewRow)}
    </tbody>
  </table>`;

const liveviewRow = (row: Row): HtmlSafeString =>
  html`<tr id="${row.id}" class="${row.on ? 'on' : 'off'}">
    <td>${row.id}</td>
    <td>${row.name}</td>
    <td>${row.team}</td>
    <td><a href="${row.url}">open ${row.note}</a></td>
    <td title="${row.note}">${row.count}</td>
  </tr>`;

export const liveviewCounter = (count: number): HtmlSafeString =>
  html`<p><button phx-click="increment">+</button> ${count}</p>`;

/** The table in Preact. */
export const preactTable = (rows: readonly Row[]) =>
  h(
    'table',
    null,
    h(
      'tbody',
      null,
      rows.map((row) =>
        h(
          'tr',
          { key: row.id, class: row.on ? 'on' : 'off' },
          h('td', null, row.id),
          h('td', null, row.name),
          h('td', null, row.team),
          h('td', null, h('a', { href: row.url }, 'open ', row.note)),
          h('td', { title: row.note }, row.count),
        ),
      ),
    ),
  );

/** The table's marked HTML, written by hand; `escape` is the renderer's own. */
export function concatTable(rows: readonly Row[], escape: (text: string) => string): string {
  let out = '<table><tbody><!--[0-->';
  for (const row of rows) {
    out += `<tr data-k="${escape(String(row.id))}" data-s="0" class="${escape(row.on ? 'on' : 'off')}"><td data-s="1">${row.id}</td>`;
    out += `<td data-s="2">${escape(row.name)}</td><td data-s="3">${escape(row.team)}</td>`;
    out += `<td><a data-s="4" href="${escape(row.url)}">open <!--5-->${escape(row.note)}<!----></a></td>`;
    out += `<td data-s="6" title="${escape(row.note)}">${row.count}</td></tr>`;
  }
  return `${out}<!--]--></tbody></table>`;
}
