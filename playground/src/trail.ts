import { definePlugin } from '@skerry/kit';

/** A record of the audit log, as /admin shows it. */
export interface TrailRecord {
  readonly seq: number;
  readonly time: string;
  readonly type: string;
  readonly severity: string;
  readonly outcome: string;
  readonly actor?: string;
}

/** The most records that are shown. */
const longest = 50;

const records: TrailRecord[] = [];
let tell: ((record: TrailRecord) => void) | undefined;

/** The records of this process so far, the newest first. */
export const recentRecords = (): readonly TrailRecord[] => [...records];

/** The sink of the audit log: keeps the newest records for /admin, and tells its live views. */
export function trailSink(lines: readonly string[]): void {
  for (const line of lines) {
    const record = JSON.parse(line) as TrailRecord & {
      kind: string;
      personal?: { actor?: string };
    };
    if (record.kind !== 'record') continue;
    const { seq, time, type, severity, outcome, personal } = record;
    const shown = {
      seq,
      time,
      type,
      severity,
      outcome,
      ...(personal?.actor && { actor: personal.actor }),
    };
    records.unshift(shown);
    records.length = Math.min(records.length, longest);
    tell?.(shown);
  }
}

/** Publishes each record that the sink receives. */
export const trail = definePlugin<object>({
  name: 'playground:trail',
  setup({ publish, onStop }) {
    const own = (record: TrailRecord): void => publish('trail', record);
    tell = own;
    // The records of the app before, after an edit in development, have numbers of their own.
    records.length = 0;
    onStop(() => {
      if (tell === own) tell = undefined;
    });
  },
});
