/** An event of Chromium's trace; times in microseconds. */
interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  ts: number;
  dur?: number;
  /** Time by the clock of the thread, which stops while other threads run. */
  tts?: number;
  tdur?: number;
}

/** The work of the main thread for a page up to a mark, in milliseconds of its own clock. */
export interface MainThread {
  /** All tasks. */
  busy: number;
  /** The part of them that compiled and ran script. */
  script: number;
  /** The most script in one task: the page responds to nothing meanwhile. */
  longest: number;
}

/** The categories of the trace that `readTrace` needs. */
export const traceCategories = [
  '-*',
  'blink.user_timing',
  'devtools.timeline',
  'disabled-by-default-devtools.timeline',
  'toplevel',
];

const scripts = new Set([
  'BlinkScheduler_PerformMicrotaskCheckpoint',
  'EvaluateScript',
  'FunctionCall',
  'v8.compile',
  'v8.compileModule',
  'v8.evaluateModule',
]);

/** Reads the work of a page's main thread from the start of the document to the task that set the mark. */
export function readTrace(trace: Buffer, markName: string): MainThread {
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: TraceEvent[] };
  const mark = traceEvents.find(({ name }) => name === markName);
  if (!mark) throw new Error(`The trace has no mark ${markName}.`);
  const own = traceEvents.filter(({ pid, tid }) => pid === mark.pid && tid === mark.tid);
  const started = own.findLast(({ name, ts }) => name === 'domLoading' && ts < mark.ts);
  const spans = own.filter(({ ph, ts }) => ph === 'X' && ts >= (started?.ts ?? 0) && ts <= mark.ts);
  const tasks = spans.filter(({ name }) => name === 'RunTask');
  const runs = spans.filter(({ name }) => scripts.has(name));
  const within = (task: TraceEvent): number =>
    union(runs.filter(({ ts }) => ts >= task.ts && ts < task.ts + (task.dur ?? 0)));
  return {
    busy: tasks.reduce((sum, { tdur = 0 }) => sum + tdur, 0) / 1000,
    script: union(runs) / 1000,
    longest: Math.max(...tasks.map(within)) / 1000,
  };
}

/** The time that at least one of the spans covers: they lie in each other. */
function union(spans: readonly TraceEvent[]): number {
  let covered = 0;
  let until = 0;
  for (const { tts = 0, tdur = 0 } of [...spans].sort((a, b) => a.ts - b.ts)) {
    const end = tts + tdur;
    if (end <= until) continue;
    covered += end - Math.max(tts, until);
    until = end;
  }
  return covered;
}
