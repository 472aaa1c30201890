import type { ESTree } from 'vite';
import { islandTag, regionTag } from '@skerry/wire';

import { isIslandImport } from '../app-files/island-file.js';
import type { Source } from './errors.js';
import { type Ancestor, nestingFault, type NestingFault, within } from './nesting.js';
import { Components, type Roots } from './roots.js';
import type { Scope } from './scope.js';
import type { Imports } from './syntax.js';

/** The parsed modules that a file imports, by how it names them. */
export type Modules = ReadonlyMap<string, ESTree.Program>;

/** Knows the outermost elements of a file's components, and of imported ones whose modules are known. */
export class Composition {
  readonly #own: Components;
  readonly #imported = new Map<string, Components>();

  constructor(program: ESTree.Program, modules: Modules | undefined) {
    this.#own = new Components(program);
    for (const [source, module] of modules ?? [])
      this.#imported.set(source, new Components(module));
  }

  /**
   * Refuses a component in a place where none of its results can be. If it has another result, or an unknown one, it is
   * accepted: in development every rendered page is inspected as a whole.
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
      throw source.errorAt(name, `<${name.name}> shows ${first.reason}`, first.hint);
  }
}

/** Tells whether a name is declared at the top of the file. */
function isOfFile(name: string, scope: Scope): boolean {
  for (let each: Scope | undefined = scope; each; each = each.parent)
    if (each.bindingOf(name)) return each.node.type === 'Program';
  return false;
}

/** The element around the markup of a component: live views and islands have a host. */
function hostIn(parent: Ancestor, source = ''): Ancestor {
  if (isIslandImport(source)) return within(islandTag, parent);
  return /\.live(?:\.[jt]sx?)?$/.test(source) ? within(regionTag, parent) : parent;
}

function faultOf(roots: Roots, parent: Ancestor): NestingFault | undefined {
  for (const tag of roots) {
    const fault = nestingFault(tag, parent);
    if (fault) return { ...fault, reason: `<${tag}>. ${fault.reason}` };
  }
  return undefined;
}
