import { MagicString, type SourceMap } from 'magic-string';
import { type ESTree, parseSync } from 'vite';

import { type Attributes, codeOf, readAttributes } from './attributes.js';
import { type Tag, tagOf } from './children.js';
import { componentPieces, forPieces } from './component.js';
import { childrenPieces, elementPieces } from './element.js';
import { Source } from './errors.js';
import { islandPieces } from './island.js';
import { identifyView } from './live.js';
import { type Piece, splice } from './pieces.js';
import { Scope } from './scope.js';
import { innerNodes, isJsx, type Jsx, type Node } from './syntax.js';
import { type Placement, Unit, type UnitOptions } from './file-context.js';

/** What {@link compile} may be told beside the file. */
export interface CompileOptions extends UnitOptions {
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
  const unit = new Unit(code, file, program, options);
  const edited = new MagicString(code);
  if (unit.isLive) identifyView(unit, program, edited, viewId);
  visit(program, new Scope(program), unit, edited);
  insertPrelude(unit, program, edited);
  if (!edited.hasChanged()) return null;
  const map = edited.generateMap({ source: file, includeContent: true, hires: 'boundary' });
  return { code: edited.toString(), map };
}

function parse(code: string, file: string): ESTree.Program {
  const { program, errors } = parseSync(file, code);
  const error = errors.find(({ severity }) => severity === 'Error');
  if (!error) return program;
  throw new Source(code, file).error(
    error.labels[0] ?? program,
    `${error.message.replace(/\.?$/, '.')}`,
    error.helpMessage ?? 'Correct the syntax here.',
  );
}

/** Compiles the JSX inside a node, the outermost first: inside it, only holes are left to visit. */
function visit(node: Node, outer: Scope, unit: Unit, edited: MagicString): void {
  const scope = outer.enter(node);
  if (!isJsx(node)) {
    for (const inner of innerNodes(node)) visit(inner, scope, unit, edited);
    return;
  }
  const pieces = jsxPieces(unit, node, scope);
  splice(edited, node, pieces);
  for (const piece of pieces)
    if (typeof piece !== 'string') visit(piece as Node, scope, unit, edited);
}

/** Compiles one JSX expression. The spans among the pieces are the author's code, in which more JSX may stand. */
function jsxPieces(unit: Unit, node: Jsx, scope: Scope): Piece[] {
  const placement = unit.placementOf(node);
  if (node.type === 'JSXFragment') return childrenPieces(unit, node, placement.parent);
  const tag = tagOf(unit, node);
  if (tag.kind === 'element') return elementPieces(unit, node, tag.name, placement);
  unit.composition.check(unit, node, placement.parent, scope);
  const attributes = readAttributes(unit, node.openingElement, tag);
  if (tag.kind === 'for') return forPieces(unit, node, attributes, scope);
  const pieces = otherPieces(unit, node, tag, attributes, placement);
  const { key } = attributes;
  return key ? [`${unit.prelude.use('keyed')}(`, codeOf(key.value), ', ', ...pieces, ')'] : pieces;
}

function otherPieces(
  unit: Unit,
  node: ESTree.JSXElement,
  { kind }: Tag,
  attributes: Attributes,
  placement: Placement,
): Piece[] {
  switch (kind) {
    case 'fragment':
      return childrenPieces(unit, node, placement.parent);
    case 'island':
      return islandPieces(unit, node, attributes, placement);
    default:
      return componentPieces(unit, node, attributes);
  }
}

/** Puts the prelude on the line of the last import at the top, so that every line stays where it is. */
function insertPrelude(
  { prelude, source }: Unit,
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
