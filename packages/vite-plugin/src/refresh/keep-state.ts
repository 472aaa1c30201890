import { basename } from 'node:path';
import { MagicString, type SourceMap } from 'magic-string';
import { type ESTree, parseSync } from 'vite';

import { type Expression, Imports, unwrap } from '../compile/syntax.js';

/** The module with the functions that keep state; see `browser/kept.ts`. */
export const keptModule = 'virtual:skerry/kept';

/** Functions that make a value that outlives an update, or an effect that does not, with the modules that export them. */
const makers: Record<string, { kind: 'value' | 'effect'; from: RegExp }> = {
  signal: { kind: 'value', from: /^@preact\/signals(?:-core|-react)?$/ },
  createContext: { kind: 'value', from: /^(?:preact(?:\/compat)?|react)$/ },
  effect: { kind: 'effect', from: /^@preact\/signals(?:-core|-react)?$/ },
};

/**
 * Prepares a module of the browser for updates in place: the signals and contexts that it makes at its top stay through
 * them, its effects there do not run twice, and a component that it exports without a name gets one, by which it is found
 * again.
 *
 * @param code its source
 * @param file its path, which decides its syntax
 */
export function keepState(code: string, file: string): { code: string; map: SourceMap } | null {
  const { program, errors } = parseSync(file, code);
  // Compiling it reports its syntax errors.
  if (errors.length > 0) return null;
  const edited = new MagicString(code);
  if (file.endsWith('x')) nameDefault(program, file, edited);
  const keeper = new Keeper(program, edited);
  for (const statement of program.body) keeper.visitStatement(statement);
  keeper.insertImport();
  if (!edited.hasChanged()) return null;
  return { code: edited.toString(), map: edited.generateMap({ source: file, hires: 'boundary' }) };
}

/** Wraps the calls at the top of a module that make state. */
class Keeper {
  readonly #program: ESTree.Program;
  readonly #edited: MagicString;
  readonly #imports: Imports;
  readonly #signals = new Set<string>();
  #used = false;

  constructor(program: ESTree.Program, edited: MagicString) {
    this.#program = program;
    this.#edited = edited;
    this.#imports = new Imports(program);
  }

  visitStatement(statement: ESTree.Statement): void {
    if (statement.type === 'ExportNamedDeclaration') {
      if (statement.declaration) this.visitStatement(statement.declaration);
    } else if (statement.type === 'VariableDeclaration') {
      for (const { id, init } of statement.declarations)
        if (id.type === 'Identifier' && init) this.#visitValue(id.name, init);
    } else if (statement.type === 'ExpressionStatement') {
      const call = unwrap(statement.expression);
      if (call.type === 'CallExpression' && this.#startsEffect(call))
        this.#wrap(call, '.effect(', ')');
    }
  }

  /** @param path of the value from the name of the variable on */
  #visitValue(path: string, written: Expression): void {
    const node = unwrap(written);
    if (node.type === 'ObjectExpression') {
      for (const property of node.properties)
        if (property.type === 'Property' && property.kind === 'init' && !property.computed)
          this.#visitValue(`${path}.${nameOf(property.key)}`, property.value);
    } else if (node.type === 'ArrayExpression') {
      node.elements.forEach((element, index) => {
        if (element && element.type !== 'SpreadElement')
          this.#visitValue(`${path}.${index}`, element);
      });
    } else if (node.type === 'CallExpression') {
      if (this.#startsEffect(node)) this.#wrap(node, '.effect(', ')');
      else if (this.#makerOf(node) === 'value') this.#keepValue(path, node);
    }
  }

  #keepValue(path: string, call: ESTree.CallExpression): void {
    const text = this.#edited.original.slice(call.start, call.end);
    // It would have to be awaited inside the function that makes it.
    if (/\bawait\b/.test(text)) return;
    this.#signals.add(path);
    this.#wrap(call, `.value(${JSON.stringify(path)}, ${JSON.stringify(text)}, () => `, ')');
  }

  #startsEffect(call: ESTree.CallExpression): boolean {
    const callee = unwrap(call.callee);
    if (callee.type !== 'MemberExpression') return this.#makerOf(call) === 'effect';
    const { object, property } = callee;
    return (
      property.type === 'Identifier' &&
      property.name === 'subscribe' &&
      object.type === 'Identifier' &&
      this.#signals.has(object.name)
    );
  }

  #makerOf({ callee }: ESTree.CallExpression): 'value' | 'effect' | undefined {
    const node = unwrap(callee);
    const origin = node.type === 'Identifier' ? this.#imports.originOf(node.name) : undefined;
    const maker = origin && Object.hasOwn(makers, origin.name) ? makers[origin.name] : undefined;
    return maker?.from.test(origin?.source ?? '') ? maker.kind : undefined;
  }

  #wrap({ start, end }: ESTree.Span, before: string, after: string): void {
    this.#used = true;
    this.#edited.appendLeft(start, local + before).appendRight(end, after);
  }

  /** Adds the import that the wraps need, on the line of the first statement. */
  insertImport(): void {
    const first = this.#program.body.find(
      (statement) => !('directive' in statement && statement.directive),
    );
    if (!this.#used || !first) return;
    this.#edited.prependLeft(
      first.start,
      `import { keep as ${local}_ } from '${keptModule}'; const ${local} = ${local}_(import.meta.hot.data); `,
    );
  }
}

const local = '__skerry_kept';

const nameOf = (key: ESTree.PropertyKey): string =>
  key.type === 'Literal' ? String(key.value) : key.type === 'Identifier' ? key.name : '';

/** Names a function that is exported without a name: components are known by their names. */
function nameDefault(program: ESTree.Program, file: string, edited: MagicString): void {
  const statement = program.body.find(({ type }) => type === 'ExportDefaultDeclaration');
  if (statement?.type !== 'ExportDefaultDeclaration') return;
  const { declaration } = statement;
  const { original } = edited;
  const name = freeName(file, original);
  if (declaration.type === 'FunctionDeclaration' && !declaration.id) {
    const keyword = original.indexOf('function', declaration.start);
    edited.appendLeft(keyword + 'function'.length, ` ${name}`);
  } else if (unwrap(declaration as Expression).type === 'ArrowFunctionExpression') {
    edited.overwrite(statement.start, declaration.start, `const ${name} = `);
    edited.appendRight(statement.end, `; export default ${name};`);
  }
}

/** A name for a component after the name of its file. */
function freeName(file: string, code: string): string {
  const [stem = ''] = basename(file).split('.');
  const words = stem.split(/[^\p{ID_Continue}]+/u);
  let name = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  if (!/^\p{Lu}/u.test(name)) name = `Component${name}`;
  while (code.includes(name)) name += '_';
  return name;
}
