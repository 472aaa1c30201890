import type { Target } from './which.js';

/** The answer that a visitor sees. */
export interface PageAnswer {
  /** Path and query of the page. */
  readonly path: string;
  /** 0 if it is not known. */
  readonly status: number;
  /** The path that the app is under, if the page is outside of it. */
  readonly base?: string | undefined;
}

/** A way to use an app, as a visitor does. */
export interface VisitDriver {
  /** Milliseconds for which the page may take to show something. */
  readonly patience?: number;
  /** Opens a path, relative to the page that is open. */
  openPage(path: string): Promise<void>;
  fillField(target: Target, value: string): Promise<void>;
  /** Checks a box or a radio button, or unchecks a box. */
  checkField(target: Target, isChecked: boolean): Promise<void>;
  /** Chooses these options of a select. */
  chooseOptions(target: Target, names: readonly string[]): Promise<void>;
  /** Presses a button, or follows a link. Questions are answered yes. */
  pressControl(target: Target): Promise<void>;
  /** Presses a button, and answers no to the question that follows. */
  declineControl(target: Target): Promise<void>;
  /** The text that the page shows, as `shownText` gives it. */
  shownText(): Promise<string>;
  /** Shows what others and timers have done since the last step; without it, the page shows that by itself. */
  catchUp?(): Promise<void>;
  /** Waits until the page may show something else; without it, the page is at rest after each step. */
  waitForChange?(): Promise<void>;
  /** Tells whether the regions of the page have started, and all events have their answers; without it, that is so after each step. */
  isAtRest?(): Promise<boolean>;
  leavePage(): Promise<void>;
  /** The answer with which the page came. */
  lastAnswer(): Promise<PageAnswer>;
}
