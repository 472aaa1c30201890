import { stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FSWatcher } from 'vite';

/** Milliseconds after which a file counts as written. For half of them the watcher is deaf to a second change. */
const writeTime = 100;
/** How often an empty file is looked at before it counts as meant to be empty. */
const looksAtEmpty = 10;

/** A file as it was read after an edit. */
interface Edit {
  readonly state: string;
  readonly timestamp: number;
  /** When it was noted, by the clock of the process. */
  readonly at: number;
  /** Resolves to false if it has changed since. */
  settled: Promise<boolean> | undefined;
}

/** Looks at edited files once more: an editor may empty a file and then write it, and the watcher may tell only the first. */
export class Writes {
  readonly #watcher: FSWatcher;
  /** The last edits of files, which may change once more. */
  readonly #edits = new Map<string, Edit>();
  readonly #settling = new Map<string, Promise<boolean>>();

  constructor(watcher: FSWatcher) {
    this.#watcher = watcher;
  }

  /** Notes that a file is about to be read after an edit, which every environment hears of. If it changes once more, that is an edit too. */
  async noteEdit(file: string, timestamp: number): Promise<void> {
    if (this.#edits.get(file)?.timestamp === timestamp) return;
    const at = performance.now();
    const edit: Edit = { state: await stateOf(file), timestamp, at, settled: undefined };
    this.#edits.set(file, edit);
    if (!this.#settling.has(file)) this.#settling.set(file, this.#settle(file));
    edit.settled = this.#settling.get(file);
  }

  noteRemoval(file: string): void {
    this.#edits.delete(file);
  }

  /** Waits until a file is written. Resolves to false if it is no longer as it was read after an edit: another edit shows it. */
  async isWritten(file: string, timestamp: number): Promise<boolean> {
    const edit = this.#edits.get(file);
    if (edit && edit.timestamp !== timestamp) return false;
    return (await edit?.settled) ?? true;
  }

  /** Tells whether a file is as it was when an edit of it was noted. If it has changed since, another edit shows it. */
  async isAsNoted(file: string, timestamp: number): Promise<boolean> {
    const edit = this.#edits.get(file);
    return !edit || (edit.timestamp === timestamp && (await stateOf(file)) === edit.state);
  }

  /**
   * Tells whether files that could not be loaded were whole then. If one is still being written, an edit is still to come.
   *
   * @param began when they were begun to be read, by the clock of the process
   */
  async areWritten(files: readonly string[], began: number): Promise<boolean> {
    const areWritten = files.map(async (file) => {
      const last = this.#edits.get(file);
      if (!last) await this.noteEdit(file, performance.now());
      const edit = last ?? this.#edits.get(file);
      // What was written since they were read may have been missing.
      if (last && last.at > began) return false;
      return (await edit?.settled) && (await stateOf(file)) === edit?.state;
    });
    return (await Promise.all(areWritten)).every(Boolean);
  }

  async #settle(file: string): Promise<boolean> {
    for (let looks = 1; ; looks++) {
      const edit = this.#edits.get(file);
      await sleep(writeTime);
      const now = await stateOf(file);
      if (this.#edits.get(file) !== edit) continue;
      const isSame = now === gone || now === edit?.state;
      if (isSame && isEmpty(now) && looks < looksAtEmpty) continue;
      this.#settling.delete(file);
      if (!isSame) this.#watcher.emit('change', file);
      return isSame;
    }
  }
}

const gone = 'gone';
const isEmpty = (state: string): boolean => state.endsWith(' 0');

const stateOf = (file: string): Promise<string> =>
  stat(file).then(
    ({ mtimeMs, size }) => `${mtimeMs} ${size}`,
    () => gone,
  );
