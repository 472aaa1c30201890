import type fc from 'fast-check';

import type { OpenLine } from './line.js';

/** Lines whose frames arrive when a scheduler lets them: those of one direction in order, and all else in any. */
export interface ScheduledLines {
  readonly wrapLines: (open: OpenLine) => OpenLine;
  /** Lets the scheduler decide from now on; before, frames arrive at once. */
  begin(): void;
}

/** Makes the lines of a scheduler. */
export function scheduledLines(scheduler: fc.Scheduler): ScheduledLines {
  let isOn = false;
  let count = 0;
  /** Makes one direction, which delivers one by one. */
  const direction = (label: string) => {
    let last = Promise.resolve();
    let waiting = 0;
    return (deliver: () => void): void => {
      if (!isOn && waiting === 0) return deliver();
      waiting++;
      last = last
        .then(() => scheduler.schedule(Promise.resolve(), label))
        .then(() => {
          waiting--;
          deliver();
        });
    };
  };
  const wrapLines =
    (open: OpenLine): OpenLine =>
    (cookie, events) => {
      const name = `line ${++count}`;
      const up = direction(`${name} up`);
      const down = direction(`${name} down`);
      const line = open(cookie, {
        onOpen: () => events.onOpen(),
        onFrame: (text) => down(() => events.onFrame(text)),
        onClosed: (code) => down(() => events.onClosed(code)),
      });
      return {
        sendFrame: (text) => up(() => line.sendFrame(text)),
        drop: () => line.drop(),
      };
    };
  return { wrapLines, begin: () => void (isOn = true) };
}
