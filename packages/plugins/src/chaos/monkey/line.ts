/** What a line tells its browser. */
export interface LineEvents {
  onOpen(): void;
  onFrame(text: string): void;
  /** @param code as WebSocket defines it; 1006 for a line that was dropped or refused */
  onClosed(code: number): void;
}

/** A browser's end of a connection. */
export interface Line {
  sendFrame(text: string): void;
  /** Drops the line, as a lost network does: nobody is told in time, and nothing more is. */
  drop(): void;
}

/** Opens a line to the app under test. */
export type OpenLine = (cookie: string, events: LineEvents) => Line;

/** The query of the form of frames that the simulated browsers speak. */
export const frameForm = '?vsn=skerry-1';
