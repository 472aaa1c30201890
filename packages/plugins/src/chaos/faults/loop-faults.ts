import type { ChaosController } from '../controller.js';
import { drawTime, type Pace } from '../pace.js';

/** Stalls the event loop: nothing of this process runs for some milliseconds. The processor is free meanwhile. */
export function stallLoop(milliseconds: number): void {
  if (milliseconds > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

/** Stalls the event loop as the faults in force say, until the function that it returns is called. */
export function startLoopFaults(
  controller: ChaosController,
  pace: Pace,
  stall: (milliseconds: number) => void = stallLoop,
): () => void {
  const pauses = controller.drawsOf('loop/every');
  const times = controller.drawsOf('loop/stall');
  let cancel: (() => void) | undefined;
  const waitForNext = (): void => {
    cancel?.();
    cancel = undefined;
    const { loop } = controller.current;
    if (!loop) return;
    // A stall in every turn would leave the app no turn of its own.
    cancel = pace.after(Math.max(1, drawTime(pauses, loop.every)), () => {
      controller.noteFault('loop stall');
      stall(drawTime(times, loop.stall));
      waitForNext();
    });
  };
  const forget = controller.onChange(waitForNext);
  waitForNext();
  return () => {
    forget();
    cancel?.();
  };
}
