import { ChaosError } from './chaos-error.js';
import type { FaultPlan } from './plan.js';

/** The facts that repeat a run: the seed and the faults. */
export interface Replay {
  readonly seed: number;
  readonly faults: FaultPlan;
}

const start = 'chaos replay ';

/** Writes the line that repeats a run. Faults of HTTP are left out: they may hold functions, and their rules are in the code. */
export const replayLine = ({ seed, faults }: Replay): string =>
  `${start}${JSON.stringify({ seed, faults: { ...faults, http: undefined } })}`;

/** Reads such a line, with whatever a log wrote before it. @throws ChaosError `chaos-plan` */
export function readReplayLine(line: string): Replay {
  const at = line.indexOf(start);
  try {
    const { seed, faults } = JSON.parse(line.slice(at + start.length)) as Replay;
    if (at >= 0 && Number.isSafeInteger(seed) && typeof faults === 'object' && faults !== null)
      return { seed, faults };
  } catch {
    // The error below says it.
  }
  throw new ChaosError(
    'chaos-plan',
    `${JSON.stringify(line.slice(0, 120))} is no replay line. Copy the whole line that begins with "${start.trim()}".`,
  );
}
