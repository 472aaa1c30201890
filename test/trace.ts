import type { Page } from 'playwright';

/** An event of a trace; times in microseconds. */
interface TraceEvent {
  name: string;
  ts: number;
  dur?: number;
  pid: number;
  tid: number;
}

/** The marks that a page set during an action, in order, and the tasks of the browser that contain them. */
export interface Marks {
  names: string[];
  tasks: ReadonlySet<unknown>;
}

/** Notes the marks (`performance.mark`) with this prefix during an action on a page. */
export async function traceMarks(
  page: Page,
  prefix: string,
  action: () => Promise<unknown>,
): Promise<Marks> {
  const events = await trace(page, action);
  const marks = events.filter(({ name }) => name.startsWith(prefix));
  const tasks = events.filter(({ name }) => name === 'RunTask');
  const taskOf = ({ ts: at, pid, tid }: TraceEvent) =>
    tasks.find(
      (task) =>
        task.pid === pid && task.tid === tid && task.ts <= at && at <= task.ts + (task.dur ?? 0),
    );
  return {
    names: marks.map(({ name }) => name.slice(prefix.length)),
    tasks: new Set(marks.map((mark) => taskOf(mark) ?? fail(mark))),
  };
}

const fail = ({ name }: TraceEvent): never => {
  throw new Error(`The trace shows no task around ${name}.`);
};

/** The events that Chromium traces during an action, in order. */
async function trace(page: Page, action: () => Promise<unknown>): Promise<TraceEvent[]> {
  const session = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => {
    events.push(...(value as unknown as TraceEvent[]));
  });
  await session.send('Tracing.start', {
    traceConfig: {
      includedCategories: ['disabled-by-default-devtools.timeline', 'blink.user_timing'],
    },
    transferMode: 'ReportEvents',
  });
  await action();
  const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
  await session.send('Tracing.end');
  await complete;
  return events.sort((a, b) => a.ts - b.ts);
}
