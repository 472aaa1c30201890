/** A way to use an app, as a visitor does. */
export interface VisitDriver {
  /** Milliseconds for which the page may take to show something. */
  readonly patience?: number;
  /** Opens a path, relative to the page that is open. */
  openPage(path: string): Promise<void>;
  fillField(label: string, value: string): Promise<void>;
  /** Checks a box or a radio button, or unchecks a box. */
  checkField(label: string, isChecked: boolean): Promise<void>;
  /** Chooses these options of a select. */
  chooseOptions(label: string, names: readonly string[]): Promise<void>;
  /** Presses a button, or follows a link. */
  pressControl(name: string): Promise<void>;
  /** The text that the page shows, with single spaces. */
  shownText(): Promise<string>;
  /** Waits until the page may show something else; without it, the page is at rest after each step. */
  waitForChange?(): Promise<void>;
  leavePage(): Promise<void>;
}
