import type { LoadFailure } from './load-modules.js';
import { errorPayload, type Overlay } from './overlay.js';
import type { Terminal } from './terminal.js';
import type { Writes } from './writes.js';

/** The name under which the overlay has what could not be loaded. */
export const unloaded = 'unloaded';

/** What could not be loaded of the version that runs. */
export class LoadFailures {
  readonly #overlay: Overlay;
  readonly #writes: Writes;
  readonly #terminal: Terminal;
  /** The messages, by file. */
  #known = new Map<string, string>();

  constructor(overlay: Overlay, writes: Writes, terminal: Terminal) {
    this.#overlay = overlay;
    this.#writes = writes;
    this.#terminal = terminal;
  }

  get isEmpty(): boolean {
    return this.#known.size === 0;
  }

  /** Tells whether the files were written when they could not be loaded, from a moment on; otherwise another version is to come. */
  areWritten(failures: readonly LoadFailure[], began: number): Promise<boolean> {
    const files = failures.map(({ file }) => file);
    return this.#writes.areWritten(files, began);
  }

  /** Notes the failures of a version, and writes those to the terminal that are new, which it returns. */
  noteFailures(failures: readonly LoadFailure[]): LoadFailure[] {
    const known = this.#known;
    const textOf = ({ error }: LoadFailure) => errorPayload(error).err.message;
    this.#known = new Map(failures.map((failure) => [failure.file, textOf(failure)]));
    const news = failures.filter((failure) => known.get(failure.file) !== textOf(failure));
    for (const { error } of news) this.#terminal.writeFailure(error);
    return news;
  }

  /** Shows what an edit has broken, until it can be loaded. Returns true if there is any. */
  showFailures(failures: readonly LoadFailure[]): boolean {
    const [first] = this.noteFailures(failures);
    if (first) this.#overlay.showError(first.error, unloaded);
    else if (failures.length === 0) this.#overlay.clearError(unloaded);
    return first !== undefined;
  }
}
