import type { LiveEvent } from '../connection/live-event.js';

/** An event that waits for its time. */
export interface Delay {
  event: LiveEvent;
  /** Sends it. Absent while only the time runs. */
  send?: (() => void) | undefined;
  timer?: number;
}

/** The events that one option holds back. */
export class Delays extends Set<Delay> {
  /** The delay of the events of the same binding. */
  findDelay({ element, type, name }: LiveEvent): Delay | undefined {
    return [...this].find(
      ({ event }) => event.element === element && event.type === type && event.name === name,
    );
  }

  /** Ends a delay, and sends its event, unless its element has gone. */
  endDelay = (delay: Delay): void => {
    this.delete(delay);
    clearTimeout(delay.timer);
    if (delay.event.element?.isConnected) delay.send?.();
  };

  /**
   * Before a form is submitted, sends the events of its fields, and drops its own: the submit has all their values.
   */
  settleForm({ type, element: form }: LiveEvent): void {
    if (type !== 'submit') return;
    for (const delay of this) {
      const { element, target, type: own } = delay.event;
      if (own === 'submit') continue;
      if (element === form) delay.send = undefined;
      if (element === form || (target as HTMLInputElement | null)?.form === form)
        this.endDelay(delay);
    }
  }
}
