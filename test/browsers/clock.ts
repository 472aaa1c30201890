declare global {
  interface Window {
    /** Lets so many milliseconds pass, or those until the first timer that is due in them. @returns how many are left, or less than 0 at the end */
    passTime(time: number): number;
  }
}

interface Timer {
  at: number;
  run(): void;
}

/** Runs in the page before anything else: stops its clock, so that the test moves it. Animation frames go on. */
export function stopClock(start: number): void {
  const timers = new Map<number, Timer>();
  let now = 0;
  let last = 0;

  const set = (handler: TimerHandler, delay = 0, ...args: unknown[]): number => {
    timers.set(++last, { at: now + delay, run: () => (handler as Function)(...args) });
    return last;
  };
  const clear = (id?: number) => void timers.delete(id!);
  const repeat = (handler: TimerHandler, delay = 0, ...args: unknown[]): number => {
    const run = () => {
      timers.set(id, { at: now + Math.max(1, delay), run });
      (handler as Function)(...args);
    };
    const id = set(run, delay);
    return id;
  };
  Object.assign(window, {
    setTimeout: set,
    setInterval: repeat,
    clearTimeout: clear,
    clearInterval: clear,
  });
  Date.now = () => start + now;
  performance.now = () => now;

  window.passTime = (time) => {
    const end = now + time;
    const [due] = [...timers].filter(([, { at }]) => at <= end).sort((a, b) => a[1].at - b[1].at);
    if (!due) now = end;
    else {
      timers.delete(due[0]);
      now = Math.max(now, due[1].at);
      due[1].run();
    }
    return due ? end - now : -1;
  };
}
