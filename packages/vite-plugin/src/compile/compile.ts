import { MagicString, type SourceMap } from 'magic-string';
import type { ESTree } from 'vite';

import { type Attributes, codeOf } from './attribute.js';
import { readAttributes } from './attributes.js';
import { browserOnly, browserOnlyImports } from './browser-only.js';
import { type Tag, tagOf } from './children.js';
import { componentPieces, forPieces } from './component.js';
import { refuseHooks } from './browser-hooks.js';
import { childrenPieces, elementPieces } from './element.js';
import { islandPieces } from './island.js';
import { warnOfKeylessRows } from './keyless-rows.js';
import { identifyView } from './live.js';
import { parse } from './parse.js';
import { type Piece, splice } from './pieces.js';
import { Scope } from './scope.js';
import { innerNodes, isJsx, type Jsx, type Node } from './syntax.js';
import { type Placement, FileContext, type FileOptions } from './file-context.js';

/** The options of {@link compile}. */
export interface CompileOptions extends FileOptions {
  /** The identity of the live view that a `*.live.tsx` file exports. */
  viewId?: string;
}

/** A compiled file; types are still in it. */
export interface Compiled {
  code: string;
  map: SourceMap;
}

/**
 * Compiles the JSX of a file to templates, and names the live view of a `*.live.tsx` file.
 *
 * @param code the file's text
 * @param file its path, which is named in errors and in the source map and tells its syntax
 * @returns `null` where there is nothing to change
 * @throws CompileError with place and next step
 */
export function compile(
  code: string,
  file: string,
  { viewId, ...options }: CompileOptions = {},
): Compiled | null {
  const program = parse(code, file);
  const context = new FileContext(code, file, program, options);
  const edited = new MagicString(code);
  refuseHooks(context, program);
  if (context.isLive) identifyView(context, program, edited, viewId);
  visit(program, new Scope(program), context, edited);
  for (const source of browserOnlyImports(program)) edited.appendLeft(source.end - 1, browserOnly);
  insertPrelude(context, program, edited);
  if (!edited.hasChanged()) return null;
  const map = edited.generateMap({ source: file, includeContent: true, hires: 'boundary' });
  return { code: edited.toString(), map };
}

/** Compiles the JSX inside a node, the outermost first. Inside it, only the holes are left to visit. */
function visit(node: Node, outer: Scope, context: FileContext, edited: MagicString): void {
  const scope = outer.enterNode(node);
  warnOfKeylessRows(context, node, outer);
  if (!isJsx(node)) {
    for (const inner of innerNodes(node)) visit(inner, scope, context, edited);
    return;
  }
  const pieces = jsxPieces(context, node, scope);
  splice(edited, node, pieces);
  for (const piece of pieces)
    if (typeof piece !== 'string') visit(piece as Node, scope, context, edited);
}

/** Compiles one JSX expression. The spans among the pieces are the author's code, which may contain more JSX. */
function jsxPieces(context: FileContext, node: Jsx, scope: Scope): Piece[] {
  const placement = context.placementOf(node);
  if (node.type === 'JSXFragment') return childrenPieces(context, node, placement.parent);
  const tag = tagOf(context, node);
  if (tag.kind === 'element') return elementPieces(context, node, tag.name, placement);
  context.composition.checkComponent(context, node, placement.parent, scope);
  const attributes = readAttributes(context, node.openingElement, tag);
  if (tag.kind === 'for') return forPieces(context, node, attributes, scope);
  const pieces = otherPieces(context, node, tag, attributes, placement);
  const { key } = attributes;
  return key
    ? [`${context.prelude.useHelper('keyed')}(`, codeOf(key.value), ', ', ...pieces, ')']
    : pieces;
}

function otherPieces(
  context: FileContext,
  node: ESTree.JSXElement,
  { kind }: Tag,
  attributes: Attributes,
  placement: Placement,
): Piece[] {
  switch (kind) {
    case 'fragment':
      return childrenPieces(context, node, placement.parent);
    case 'island':
      return islandPieces(context, node, attributes, placement);
    default:
      return componentPieces(context, node, attributes);
  }
}

/** Puts the prelude on the line of the last import at the top, so that no line moves. */
function insertPrelude(
  { prelude, source }: FileContext,
  { body }: ESTree.Program,
  edited: MagicString,
): void {
  const line = prelude.toString();
  if (line === '') return;
  const end = body.findIndex(
    (statement) =>
      statement.type !== 'ImportDeclaration' && !('directive' in statement && statement.directive),
  );
  const last = body[end - 1];
  if (!last) return void edited.appendLeft((body[0] as Node).start, `${line} `);
  const semicolon = source.code[last.end - 1] === ';' ? '' : ';';
  edited.appendLeft(last.end, `${semicolon} ${line}`);
}
