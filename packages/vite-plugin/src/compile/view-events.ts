import type { ESTree } from 'vite';

import { constantOf, type Imports, innerNodes, type Node, unwrap } from './syntax.js';

/**
 * The names of the events to which the markup of a file can be bound: those of its live view, if the file writes them out and
 * shares its markup with no other view.
 */
export function eventsOf(
  program: ESTree.Program,
  imports: Imports,
): ReadonlySet<string> | undefined {
  if (program.body.some(exportsMore)) return undefined;
  const [call, other] = viewCalls(program, imports);
  const view = call?.arguments[0];
  if (other || !view) return undefined;
  const parts = membersOf(unwrap(view));
  if (!parts) return undefined;
  const events = parts.get('events');
  return events ? namesOf(unwrap(events)) : new Set();
}

/** Tells whether a statement exports something beside the view: components of it may be used in other views. */
const exportsMore = (statement: Node): boolean =>
  statement.type === 'ExportAllDeclaration' ||
  (statement.type === 'ExportNamedDeclaration' && statement.exportKind === 'value');

/** The calls of `defineLive` in a file. */
function* viewCalls(node: Node, imports: Imports): Generator<ESTree.CallExpression> {
  if (node.type === 'CallExpression' && isDefineLive(imports, node)) yield node;
  for (const inner of innerNodes(node)) yield* viewCalls(inner, imports);
}

/** Tells whether a call is one of `defineLive`. */
export function isDefineLive(imports: Imports, { callee }: ESTree.CallExpression): boolean {
  const called = unwrap(callee);
  return called.type === 'Identifier' && imports.isKit(called.name, 'defineLive');
}

function namesOf(node: Node): ReadonlySet<string> | undefined {
  const members = membersOf(node);
  return members && new Set(members.keys());
}

/** The members of an object literal by their names, if all of them are written out. */
function membersOf(node: Node): Map<string, Node> | undefined {
  if (node.type !== 'ObjectExpression') return undefined;
  const members = new Map<string, Node>();
  for (const property of node.properties) {
    if (property.type === 'SpreadElement') return undefined;
    const name = nameOf(property);
    if (name === undefined) return undefined;
    members.set(name, property.value);
  }
  return members;
}

function nameOf({ key, computed }: ESTree.ObjectProperty): string | undefined {
  if (!computed && key.type === 'Identifier') return key.name;
  const known = key.type === 'PrivateIdentifier' ? undefined : constantOf(key);
  return known && String(known.constant);
}
