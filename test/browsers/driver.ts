/** The little that a browser has to be able to do for a test; `page.ts` makes the rest of it. */
export interface Driver {
  /** Loads a page. */
  open(url: string): Promise<void>;
  /** Calls a function, given as its source, in the page; arguments and result travel as JSON. */
  call(source: string, args: unknown[]): Promise<unknown>;
  /** Presses keys one after the other: characters, or names as `KeyboardEvent.key` has them. Before a `+` are those that are held. */
  press(keys: string[]): Promise<void>;
  /** Moves the pointer to a point of the view. */
  move(x: number, y: number): Promise<void>;
  /** Presses and releases the pointer's main button at a point of the view, once or so many times. */
  click(x: number, y: number, times?: number): Promise<void>;
  /** Gives the view another size. */
  resize(width: number, height: number): Promise<void>;
  /** Ends the browser, and all that was started for it. */
  close(): Promise<void>;
}

/** The keys of `Control+s` in the order in which they go down. */
export const keysOf = (chord: string): string[] => chord.split(/(?<=.)\+(?=.)/);
