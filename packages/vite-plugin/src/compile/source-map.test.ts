import { SourceMap } from 'node:module';
import { expect, test } from 'vitest';

import { renderHtml } from '../../../kit/src/template/html-writer.js';

import { evaluate } from '../../test/evaluate.js';
import { compile } from './index.js';

const source = `import { type Row } from './rows.js';
const emoji = '😀'; export const view = ({ rows, go }: { rows: Row[]; go: () => string }) => (
  <section>
    <h1 class="title"
      lang={'en'}>Rows</h1>
    {rows.map((row) => <Item
      label={row.label.text}
      key={row.id}>
        {row.name} {go()}
      </Item>)}
  </section>
);
const Item = ({ label, children }: { label: string; children: string }) =>
  <p title={label}>{(() => { throw new Error(label); })()}{children}</p>;
`;

/** The position of a stretch of code, in lines and columns from 0, as in source maps. */
function positions(code: string, needle: string): { line: number; column: number }[] {
  const found = [];
  for (let at = code.indexOf(needle); at >= 0; at = code.indexOf(needle, at + 1)) {
    const lines = code.slice(0, at).split('\n');
    found.push({ line: lines.length - 1, column: lines.at(-1)!.length });
  }
  return found;
}

const origin = (line: number, column: number) => ({
  originalSource: 'view.tsx',
  originalLine: line,
  originalColumn: column,
});

test.each([
  'row.label.text',
  'row.id',
  'row.name',
  'go()',
  'rows.map',
  'emoji',
  'new Error',
  'Item',
])('maps %s to where the author wrote it', (needle) => {
  const compiled = compile(source, 'view.tsx')!;
  const map = new SourceMap(JSON.parse(compiled.map.toString()));
  const found = positions(compiled.code, needle).map(({ line, column }) =>
    map.findEntry(line, column),
  );
  const [written] = positions(source, needle);
  expect(found).toContainEqual(expect.objectContaining(origin(written!.line, written!.column)));
});

test('an error thrown in the middle of markup comes from its true line and column', async () => {
  const compiled = compile(source, 'view.tsx')!;
  const { view, map } = await evaluate(compiled.code, compiled.map);
  const rows = [{ id: 1, name: 'a', label: { text: 'thrown' } }];
  const markup = (view as (props: object) => unknown)({ rows, go: () => 'b' });
  const error = thrown(() => renderHtml(markup, { async: false, region: () => '' }));
  expect(error.message).toBe('thrown');
  const [, line, column] = /view\.js:(\d+):(\d+)/.exec(error.stack ?? '') ?? [];
  const entry = new SourceMap(map).findEntry(Number(line) - 1, Number(column) - 1);
  const [written] = positions(source, 'new Error');
  expect(entry).toMatchObject(origin(written!.line, written!.column));
});

function thrown(run: () => unknown): Error {
  try {
    run();
  } catch (error) {
    return error as Error;
  }
  throw new Error('Nothing was thrown');
}
