import { inlineFunctionOf, type Item, readChildren, tagOf } from './children.js';
import { outcomesOf, resultsOf } from './outcomes.js';
import { constantOf, type Expression, isJsx, type Jsx, shownText } from './syntax.js';
import type { FileContext } from './file-context.js';

/** Tells whether an item in a table is certainly only rows, by its syntax. */
export function isRows(context: FileContext, item: Item): boolean {
  if (item.kind === 'text') return false;
  return item.kind === 'element'
    ? item.tag === 'tr'
    : givesRows(context, outcomesOf(item.node).leaves);
}

function givesRows(context: FileContext, leaves: readonly Expression[]): boolean {
  const shown = leaves.filter((leaf) => !isNothing(leaf));
  return shown.length > 0 && shown.every((leaf) => isJsx(leaf) && tagGivesRows(context, leaf));
}

function isNothing(leaf: Expression): boolean {
  const constant = constantOf(leaf);
  return constant !== undefined && shownText(constant) === '';
}

function tagGivesRows(context: FileContext, node: Jsx): boolean {
  const tag = tagOf(context, node);
  switch (tag.kind) {
    case 'element':
      return tag.name === 'tr';
    case 'fragment':
      return readChildren(context, node).every((item) => isRows(context, item));
    case 'for': {
      const row = inlineFunctionOf(node);
      return row !== undefined && givesRows(context, resultsOf(row).leaves);
    }
    case 'component':
    case 'island':
      return false;
  }
}
