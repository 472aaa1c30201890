import type { MagicString } from 'magic-string';
import type { ESTree } from 'vite';

import { type Expression, unwrap } from './syntax.js';
import { quote } from './text.js';
import type { FileContext } from './file-context.js';
import { isDefineLive } from './view-events.js';

/** Makes sure that a live file exports a live view, and writes its identity into the call of `defineLive`. */
export function identifyView(
  context: FileContext,
  program: ESTree.Program,
  edited: MagicString,
  viewId: string | undefined,
): void {
  const exported = program.body.find((statement) => statement.type === 'ExportDefaultDeclaration');
  const call = exported && unwrap(exported.declaration as Expression);
  if (call?.type !== 'CallExpression' || !isDefineLive(context.imports, call))
    throw context.source.errorAt(
      exported ?? { start: 0, end: 0 },
      'A *.live.tsx file exports a live view, and this one does not.',
      "Write `export default defineLive({ mount, events }, render)`, with defineLive from '@skerry/kit'.",
    );
  const last = call.arguments[1];
  if (!last || call.arguments.length > 2)
    throw context.source.errorAt(
      call,
      `defineLive() takes two arguments, not ${call.arguments.length}.`,
      'Give it the parts of the view, `{ mount, events, messages }`, and its render function.',
    );
  const more = [viewId, context.origins?.file].filter((each) => each !== undefined);
  if (viewId !== undefined)
    edited.appendLeft(last.end, more.map((each) => `, ${quote(each)}`).join(''));
}
