import type { ESTree } from 'vite';

import type { Source, Span } from './errors.js';
import type { Node } from './syntax.js';

/** The source positions of a file's templates: the component and the lines. */
export class Origins {
  readonly #source: Source;
  /** The file, from the folder of the app. */
  readonly file: string;
  readonly #components: readonly { name: string; span: Span }[];

  constructor(source: Source, { body }: ESTree.Program, root: string) {
    this.#source = source;
    this.file = source.file.replace(`${root}/`, '');
    this.#components = body.flatMap(componentsIn);
  }

  lineOf(at: Span): number {
    return this.#source.lineOf(at);
  }

  /** The code of the origin of a template that begins here. */
  codeFor({ start }: Span, lines: readonly number[]): string {
    const around = this.#components.find(({ span }) => span.start <= start && start < span.end);
    return JSON.stringify({ name: around?.name, file: this.file, lines });
  }
}

/** The declarations of a statement at the top of a file. */
function componentsIn(statement: Node): { name: string; span: Span }[] {
  switch (statement.type) {
    case 'ExportNamedDeclaration':
    case 'ExportDefaultDeclaration':
      return statement.declaration ? componentsIn(statement.declaration) : [];
    case 'FunctionDeclaration':
      return statement.id ? [{ name: statement.id.name, span: statement }] : [];
    case 'VariableDeclaration':
      return statement.declarations.flatMap(({ id, init }) =>
        id.type === 'Identifier' && init ? [{ name: id.name, span: init }] : [],
      );
    default:
      return [];
  }
}
