import type { Locals } from '../core/locals.js';
import { nowOrLater } from '../core/now-or-later.js';
import { traceOfLocals } from '../core/trace.js';
import type { RegionInfo } from '../hooks/subjects.js';
import { noteReply } from '../live/region/trace-reply.js';
import type { Reply } from '../live/render/update-sink.js';
import { channels, publishWork } from '../tracing/channels.js';
import type { TracedJoin } from '../tracing/contexts.js';

/** Hears of the answer to a join, with the region if one was joined. */
export type Answered = (answer: Reply, region?: RegionInfo, isResumed?: boolean) => void;

/** Joins a region, and publishes that on `skerry:join`, until `answered` is called. */
export function traceJoin(
  connection: { readonly id: string; readonly locals: Locals },
  topic: string,
  join: (answered: Answered) => void,
): void {
  const trace = traceOfLocals(connection.locals);
  const traced: TracedJoin = { trace, connection: connection.id, topic };
  void publishWork(channels.join, traced, () =>
    nowOrLater<undefined>((done) =>
      join((answer, region, isResumed = false) => {
        if (region) Object.assign(traced, { region, isResumed });
        noteReply(channels.join, traced, answer);
        done(undefined);
      }),
    ),
  );
}
