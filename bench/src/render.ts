import { renderToString } from 'preact-render-to-string';

import { escapeHtml } from '../../packages/kit/dist/template/escape.js';
import { renderHtml } from '../../packages/kit/dist/template/html-writer.js';
import { makeRows } from './data.js';
import { concatTable, liveviewTable, preactTable } from './peers.js';
import { compareMicros, type Line, micros } from './report.js';
import { tableOf } from './views.js';

const context = { region: () => '', async: false };

/** Rendering a table of 100 rows on the server, with its markers. */
export function measureRender(): Line[] {
  const rows = makeRows(100);
  const skerry = () => Buffer.byteLength(renderHtml(tableOf(rows), context) as string);
  const concat = () => Buffer.byteLength(concatTable(rows, escapeHtml));
  if (renderHtml(tableOf(rows), context) !== concatTable(rows, escapeHtml))
    throw new Error('The table written by hand is not the one that is rendered.');
  const what = 'render 100 rows';
  const line = (peer: string, work: () => unknown): Line => {
    const [ours, theirs] = compareMicros(skerry, work, 500);
    return {
      what,
      measured: micros(ours),
      peer: `${peer} ${micros(theirs)}`,
      ratio: theirs / ours,
    };
  };
  const byHand = line('concatenation', concat);
  return [
    { ...byHand, budget: '≥ 0.65×', met: (byHand.ratio as number) >= 0.65 },
    line('preact-render-to-string', () => Buffer.byteLength(renderToString(preactTable(rows)))),
    line('liveviewjs', () => Buffer.byteLength(liveviewTable(rows).toString())),
  ];
}
