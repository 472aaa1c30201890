/** A dialog of a browser, as Playwright gives it to a listener. */
export interface VisitedDialog {
  accept(text?: string): Promise<void>;
  dismiss(): Promise<void>;
}

/** A page that opens dialogs. */
export interface DialogSource {
  on(event: 'dialog', listener: (dialog: VisitedDialog) => unknown): unknown;
}

const known = new WeakMap<DialogSource, Dialogs>();

/** Answers the dialogs of a page, which a browser of Playwright would dismiss otherwise. */
export class Dialogs {
  /** The dialogs that have opened. */
  count = 0;
  /** False while a visitor declines. */
  areAccepted = true;
  /** What is typed, where a dialog wants a word. */
  word = '';

  /** The dialogs of a page: it has one listener, however many visitors use it. */
  static of(page: DialogSource): Dialogs {
    const dialogs = known.get(page) ?? new Dialogs();
    if (!known.has(page)) page.on('dialog', (dialog) => dialogs.#answer(dialog));
    known.set(page, dialogs);
    return dialogs;
  }

  async #answer(dialog: VisitedDialog): Promise<void> {
    this.count++;
    // A listener of the test may have answered first.
    await (this.areAccepted ? dialog.accept(this.word) : dialog.dismiss()).catch(() => {});
  }
}
