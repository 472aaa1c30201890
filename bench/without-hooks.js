import { fileURLToPath } from 'node:url';

import { parseSync } from 'vite';

import { hookNames } from '../packages/kit/dist/hooks/table.js';

const kit = fileURLToPath(new URL('../packages/kit/dist/', import.meta.url));
const names = new Set(hookNames);
/** Fewer calls than this would mean that kit has another form of them, and that nothing is compared. */
const fewest = 40;

/** Takes the calls of hooks and the tracing channels out of kit, as if it had none: what is left is what an event costs without them. */
export function withoutHooks() {
  let removed = 0;
  return {
    name: 'without-hooks',
    transform(code, id) {
      if (!id.startsWith(kit)) return null;
      const cuts = [];
      visit(parseSync(id, code).program, (node) => {
        const value = replacementOf(node);
        if (value) cuts.push({ start: node.start, end: node.end, value });
        return !value;
      });
      removed += cuts.length;
      const text = cuts
        .toSorted((a, b) => b.start - a.start)
        .reduce(
          (rest, { start, end, value }) => rest.slice(0, start) + value + rest.slice(end),
          code,
        );
      return { code: text, map: null };
    },
    buildEnd() {
      if (removed < fewest)
        throw new Error(
          `Only ${removed} calls of hooks were found in kit; see bench/without-hooks.js.`,
        );
    },
  };
}

/** `false` for `isUsed()` of a hook and `hasSubscribers` of a channel, nothing for the call of a hook. */
function replacementOf({ type, callee, property, object }) {
  if (type === 'MemberExpression' && property.name === 'hasSubscribers')
    return nameOf(object?.object) === 'channels' ? '(false)' : undefined;
  if (type !== 'CallExpression' || !names.has(nameOf(callee.object))) return undefined;
  return { call: '(void 0)', isUsed: '(false)' }[callee.property?.name];
}

/** The name at the end of `a.b.name`. */
const nameOf = (node) => node?.property?.name ?? node?.name;

/** Visits a syntax tree, and goes on below a node if `look` returns true for it. */
function visit(node, look) {
  if (Array.isArray(node)) return node.forEach((each) => visit(each, look));
  if (typeof node?.type !== 'string' || !look(node)) return;
  for (const value of Object.values(node))
    if (value !== null && typeof value === 'object') visit(value, look);
}
