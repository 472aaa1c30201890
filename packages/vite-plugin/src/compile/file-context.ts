import { strategies } from '@skerry/islands/directives';
import type { ESTree } from 'vite';

import { Composition, type Modules } from './composition.js';
import { Source } from './errors.js';
import type { Ancestor } from './nesting.js';
import { Origins } from './origins.js';
import { Prelude } from './prelude.js';
import { Imports, type Node } from './syntax.js';

/** Where the markup of an expression goes, as far as the file tells. */
export interface Placement {
  parent: Ancestor | undefined;
  /** Whether it is a row of a `<For>`, whose key only the list knows. */
  isRow: boolean;
}

const nowhere: Placement = { parent: undefined, isRow: false };

/** What the compiler may be told of the app around a file. */
export interface FileOptions {
  /** The strategies that the app has of its own, by which islands hydrate. */
  strategies?: readonly string[];
  /** The folder of the app, where templates are to say where they were written. */
  root?: string;
  /** The modules that the file imports, where what their components show is to be looked at. */
  modules?: Modules;
}

/** A file on its way through the compiler. */
export class FileContext {
  readonly source: Source;
  readonly prelude: Prelude;
  readonly imports: Imports;
  /** Whether the file is a live view, whose markup is patched in the browser. */
  readonly isLive: boolean;
  /** What the components in it show. */
  readonly composition: Composition;
  /** Where its templates were written, in development. */
  readonly origins: Origins | undefined;
  /** By which islands may hydrate. */
  readonly strategies: readonly string[];
  readonly #placements = new Map<Node, Placement>();

  constructor(
    code: string,
    file: string,
    program: ESTree.Program,
    { strategies: own = [], root, modules }: FileOptions,
  ) {
    this.source = new Source(code, file);
    this.prelude = new Prelude(code);
    this.imports = new Imports(program);
    this.origins = root === undefined ? undefined : new Origins(this.source, program, root);
    this.composition = new Composition(program, modules);
    this.strategies = [...strategies, ...own];
    this.isLive = /\.live\.[jt]sx$/.test(file);
  }

  /** Remembers where some expressions go, until they are compiled. */
  placeNodes(nodes: readonly Node[], placement: Placement): void {
    for (const node of nodes) this.#placements.set(node, placement);
  }

  placementOf(node: Node): Placement {
    return this.#placements.get(node) ?? nowhere;
  }
}
