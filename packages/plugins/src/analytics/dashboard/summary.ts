import type {
  AnalyticsReader,
  NamedCount,
  NamedTimes,
  Report,
  Span,
} from '@skerry/plugins/analytics';

/** Rows of each table. */
const mostRows = 10;

/** A row of a table: a name, and what it has in each column. */
export interface Row {
  readonly name: string;
  readonly cells: readonly string[];
}

/** A table of the dashboard. */
export interface Table {
  readonly title: string;
  /** What the cells of a row are. */
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

/** Everything that the dashboard shows. */
export interface Summary {
  readonly span: Span;
  readonly totals: readonly Row[];
  /** Page views in the course of time. */
  readonly points: readonly number[];
  /** When each of the points begins, in UTC. */
  readonly labels: readonly string[];
  readonly tables: readonly Table[];
}

/** Good values of web vitals, and those that are still no poor ones: https://web.dev/articles/vitals */
const thresholds: Readonly<Record<string, readonly [good: number, fair: number]>> = {
  LCP: [2500, 4000],
  INP: [200, 500],
  CLS: [0.1, 0.25],
};

/** The summaries of reports: viewers who share a report share its summary. */
const summaries = new WeakMap<Report, Summary>();

/** Sums up what was counted in the latest minutes, hours or days. */
export function summarize(reader: AnalyticsReader, span: Span): Summary {
  const report = reader.readReport(span);
  const summary = summaries.get(report) ?? summaryOf(report, reader.visitorsToday().count, span);
  summaries.set(report, summary);
  return summary;
}

function summaryOf({ counts, times, points }: Report, visitors: number, span: Span): Summary {
  const sum = (values: readonly number[]) => `${values.reduce((a, b) => a + b, 0)}`;
  const counted = (title: string, metric: string): Table =>
    tableOf(title, ['Number'], counts[metric], ({ count }) => [`${count}`]);
  const timed = (title: string, metric: string): Table =>
    tableOf(title, ['Number', 'p50', 'p95'], times[metric], ({ count, p50, p95 }) => [
      `${count}`,
      duration(p50),
      duration(p95),
    ]);
  return {
    span,
    totals: [
      { name: 'Page views', cells: [sum(points.map(({ views }) => views))] },
      { name: 'Visitors today', cells: [`${visitors}`] },
      { name: 'Live events', cells: [sum(points.map(({ events }) => events))] },
      { name: 'Errors', cells: [sum(points.map(({ errors }) => errors))] },
    ],
    points: points.map(({ views }) => views),
    labels: points.map(({ start }) => labelOf(start, span)),
    tables: [
      counted('Pages', 'view'),
      counted('Referrers', 'referrer'),
      timed('Live events', 'event'),
      vitalsTable(times),
      counted('Hydration', 'hydration'),
      timed('Answers', 'request'),
      timed('Mounts', 'mount'),
      timed('Renderings', 'render'),
      timed('Islands on the server', 'island'),
      counted('Errors', 'error'),
      counted('Error pages', 'error-page'),
    ].filter(({ rows }) => rows.length > 0),
  };
}

const tableOf = <Entry extends NamedCount>(
  title: string,
  columns: readonly string[],
  entries: readonly Entry[] = [],
  cellsOf: (entry: Entry) => readonly string[],
): Table => ({
  title,
  columns,
  rows: entries.slice(0, mostRows).map((entry) => ({ name: entry.name, cells: cellsOf(entry) })),
});

/** The web vitals of all pages: the value that three quarters are below, and what it is worth. */
function vitalsTable(times: Readonly<Record<string, readonly NamedTimes[]>>): Table {
  const rows = Object.entries(thresholds).flatMap(([metric, [good, fair]]) =>
    (times[metric] ?? []).slice(0, mostRows).map(({ name, count, p75 }): Row => {
      const worth = p75 <= good ? 'good' : p75 <= fair ? 'fair' : 'poor';
      const value = metric === 'CLS' ? p75.toFixed(2) : duration(p75 * 1000);
      return { name: `${metric} ${name}`, cells: [`${count}`, value, worth] };
    }),
  );
  return { title: 'Web vitals', columns: ['Number', 'p75', ''], rows };
}

/** Microseconds in a unit that suits them. */
function duration(micros: number): string {
  if (micros < 1000) return `${Math.round(micros)} µs`;
  return micros < 1e6 ? `${(micros / 1000).toFixed(1)} ms` : `${(micros / 1e6).toFixed(2)} s`;
}

const labelOf = (start: number, span: Span): string => {
  const iso = new Date(start).toISOString();
  return span === 'day' ? iso.slice(0, 10) : `${iso.slice(5, 10)} ${iso.slice(11, 16)}`;
};
