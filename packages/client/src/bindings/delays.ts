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
   * Before a form is submitted, sends the events of its fields, and drops its own: the submit has all their values. Before a
   * field says that its value is settled, or that it is left, sends its inputs.
   */
  settleOthers({ type, element, target }: LiveEvent): void {
    const isSubmit = type === 'submit';
    if (!isSubmit && type !== 'change' && type !== 'blur') return;
    for (const delay of this) {
      const { event } = delay;
      const isOwn = isSubmit && event.element === element;
      if (isOwn ? event.type === 'submit' : event.type !== 'input' && !isSubmit) continue;
      if (isOwn) delay.send = undefined;
      const field = event.target as HTMLInputElement | null;
      if (isOwn || (isSubmit ? field?.form === element : field === target)) this.endDelay(delay);
    }
  }
}

/** The milliseconds of an option. */
export const timeOf = (time: string): number => (time === '' ? 300 : +time);
