import type { ESTree } from 'vite';

import { isIslandImport } from '../islands/island-file.js';
import type { Source } from './errors.js';
import { type Ancestor, nestingFault, type NestingFault, within } from './nesting.js';
import { Components, type Roots } from './roots.js';
import type { Scope } from './scope.js';
import type { Imports } from './syntax.js';

/** The parsed modules that a file imports, by how it names them. */
export type Modules = ReadonlyMap<string, ESTree.Program>;

/** Knows what components show, those of a file and those that it imports, as far as their modules are known. */
export class Composition {
  readonly #own: Components;
  readonly #imported = new Map<string, Components>();

  constructor(program: ESTree.Program, modules: Modules | undefined) {
    this.#own = new Components(program);
    for (const [source, module] of modules ?? [])
      this.#imported.set(source, new Components(module));
  }

  /**
   * Refuses a component in a place where nothing that it may show can be. Where it may show something else, or something
   * that is not known, it stays: a page that is rendered is inspected as a whole in development.
   *
   * @throws CompileError
   */
  checkComponent(
    { source, imports }: { source: Source; imports: Imports },
    node: ESTree.JSXElement,
    parent: Ancestor | undefined,
    scope: Scope,
  ): void {
    const { name } = node.openingElement;
    if (!parent || name.type !== 'JSXIdentifier' || !isOfFile(name.name, scope)) return;
    const origin = imports.originOf(name.name);
    const outcomes = origin
      ? this.#imported.get(origin.source)?.rootsOf(origin.name)
      : this.#own.rootsOf(name.name);
    const around = hostIn(parent, origin?.source);
    const faults = outcomes?.map((roots) => faultOf(roots, around)) ?? [];
    const [first] = faults;
    if (first && faults.every((fault) => fault))
      throw source.error(name, `<${name.name}> shows ${first.reason}`, first.hint);
  }
}

/** Whether a name stands for what the file has at its top. */
function isOfFile(name: string, scope: Scope): boolean {
  for (let each: Scope | undefined = scope; each; each = each.parent)
    if (each.own(name)) return each.node.type === 'Program';
  return false;
}

/** What is around that which a component shows: live views and islands have a host. */
function hostIn(parent: Ancestor, source = ''): Ancestor {
  if (isIslandImport(source)) return within('skerry-island', parent);
  return /\.live(?:\.[jt]sx?)?$/.test(source) ? within('skerry-live', parent) : parent;
}

function faultOf(roots: Roots, parent: Ancestor): NestingFault | undefined {
  for (const tag of roots) {
    const fault = nestingFault(tag, parent);
    if (fault) return { ...fault, reason: `<${tag}>. ${fault.reason}` };
  }
  return undefined;
}
