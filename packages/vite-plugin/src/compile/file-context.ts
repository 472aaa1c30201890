import { strategies } from '@skerry/islands/directives';
import type { ESTree } from 'vite';

import { Composition, type Modules } from './composition.js';
import { type CompileError, Source, type Span } from './errors.js';
import type { Ancestor } from './nesting.js';
import { Origins } from './origins.js';
import { Prelude } from './prelude.js';
import { Imports, type Node } from './syntax.js';
import { eventsOf } from './view-events.js';

/** The place for the markup of an expression, as far as the file tells. */
export interface Placement {
  parent: Ancestor | undefined;
  /** True for a row of a `<For>`, whose key only the list knows. */
  isRow: boolean;
}

const nowhere: Placement = { parent: undefined, isRow: false };

/** The compiler's options about the app around a file. */
export interface FileOptions {
  /** The app's own strategies. */
  strategies?: readonly string[];
  /** The folder of the app, if templates are to carry their source positions. */
  root?: string;
  /** The modules that the file imports, if the markup of their components is to be checked. */
  modules?: Modules;
  /** True for a page, a layout or an error page: its markup is outside of regions. */
  isPage?: boolean;
  /** Takes warnings of what works, and not as its author thinks. */
  warn?: (warning: CompileError) => void;
}

/** A file on its way through the compiler. */
export class FileContext {
  readonly source: Source;
  readonly prelude: Prelude;
  readonly imports: Imports;
  /** True for a live view, whose markup is patched in the browser. */
  readonly isLive: boolean;
  /** True for a page, a layout or an error page. */
  readonly isPage: boolean;
  /** The names of the events to which its markup can be bound, if the file tells them. */
  readonly events: ReadonlySet<string> | undefined;
  /** The outermost elements of the components in it. */
  readonly composition: Composition;
  /** The source positions of its templates, in development. */
  readonly origins: Origins | undefined;
  /** The strategies that islands may use. */
  readonly strategies: readonly string[];
  readonly #placements = new Map<Node, Placement>();
  readonly #warn: FileOptions['warn'];

  constructor(
    code: string,
    file: string,
    program: ESTree.Program,
    { strategies: own = [], root, modules, isPage = false, warn }: FileOptions,
  ) {
    this.source = new Source(code, file);
    this.prelude = new Prelude(code);
    this.imports = new Imports(program);
    this.origins = root === undefined ? undefined : new Origins(this.source, program, root);
    this.composition = new Composition(program, modules);
    this.strategies = [...strategies, ...own];
    this.isPage = isPage;
    this.#warn = warn;
    this.isLive = /\.live\.[jt]sx$/.test(file);
    this.events = this.isLive ? eventsOf(program, this.imports) : undefined;
  }

  warnAt(at: Span, reason: string, hint: string): void {
    this.#warn?.(this.source.errorAt(at, reason, hint));
  }

  /** Remembers the placement of expressions until they are compiled. */
  placeNodes(nodes: readonly Node[], placement: Placement): void {
    for (const node of nodes) this.#placements.set(node, placement);
  }

  placementOf(node: Node): Placement {
    return this.#placements.get(node) ?? nowhere;
  }
}
