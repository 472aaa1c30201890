/** A stretch of a file, in UTF-16 units from its start; every node of the syntax tree is one. */
export interface Span {
  start: number;
  end: number;
}

/** A place in a file: its line from 1, its column from 0, in UTF-16 units. */
export interface Place {
  file: string;
  line: number;
  column: number;
}

/** A fault in an author's file, in the form in which Vite and Rollup show it with its place. */
export class CompileError extends Error {
  override readonly name = 'CompileError';
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 0, in UTF-16 units. */
  readonly column: number;
  /** The file, as Vite's overlay names it. */
  readonly id: string;

  constructor(
    reason: string,
    /** The next step for the reader. */
    readonly hint: string,
    readonly loc: Place,
  ) {
    super(`${reason} ${hint}`);
    this.file = this.id = loc.file;
    this.line = loc.line;
    this.column = loc.column;
    // Builds print it; the place that counts is in the author's file.
    this.stack = `${this.name}: ${this.message}`;
  }
}

/** The file that is being compiled. */
export class Source {
  constructor(
    readonly code: string,
    readonly file: string,
  ) {}

  textOf({ start, end }: Span): string {
    return this.code.slice(start, end);
  }

  /** The line in which something begins, from 1. */
  lineOf({ start }: Span): number {
    return this.code.slice(0, start).split('\n').length;
  }

  /** Makes an error with its place, to be thrown. */
  errorAt(at: Span, reason: string, hint: string): CompileError {
    return new CompileError(reason, hint, this.placeOf(at));
  }

  /** The place where something begins. */
  placeOf(at: Span): Place {
    const column = at.start - (this.code.slice(0, at.start).lastIndexOf('\n') + 1);
    return { file: this.file, line: this.lineOf(at), column };
  }
}
