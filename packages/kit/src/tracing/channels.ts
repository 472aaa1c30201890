import { type TracingChannel, tracingChannel } from 'node:diagnostics_channel';

import { isDenial, isRedirect } from '../core/deny.js';
import type { Traced } from '../core/traced.js';
import type { TracedWork } from './contexts.js';

/** A tracing channel of Node. */
export type WorkChannel<Work extends Traced> = TracingChannel<unknown, Work>;

const channelOf = <Name extends keyof TracedWork>(name: Name) =>
  tracingChannel<unknown, TracedWork[Name]>(name);

/**
 * The tracing channels. A publisher asks `hasSubscribers` first, in a function that makes no closure: without a subscriber nothing is
 * allocated.
 */
export const channels = {
  request: channelOf('skerry:request'),
  join: channelOf('skerry:join'),
  event: channelOf('skerry:event'),
  render: channelOf('skerry:render'),
  flush: channelOf('skerry:flush'),
  hook: channelOf('skerry:hook'),
} as const;

/**
 * Does work, and publishes it as `traceSync` and `tracePromise` of Node do: as the former if it is done at once. `done` completes the
 * message before the last event.
 *
 * @throws what the work throws
 */
export function publishWork<Work extends Traced, T>(
  channel: WorkChannel<Work>,
  traced: Work,
  work: () => T | Promise<T>,
  done: (value: T) => void = () => {},
): T | Promise<T> {
  const { start, end, asyncStart, asyncEnd } = channel;
  const finish = (value: T): T => {
    done(value);
    traced.outcome ??= 'ok';
    return value;
  };
  const goOn = (): void => {
    asyncStart.publish(traced);
    asyncEnd.publish(traced);
  };
  return start.runStores(traced, () => {
    try {
      const value = work();
      if (!(value instanceof Promise)) return finish(value);
      traced.isAsync = true;
      return value.then(
        (later) => {
          finish(later);
          goOn();
          return later;
        },
        (thrown: unknown) => {
          noteThrown(channel, traced, thrown);
          goOn();
          throw thrown;
        },
      );
    } catch (thrown) {
      noteThrown(channel, traced, thrown);
      throw thrown;
    } finally {
      end.publish(traced);
    }
  });
}

/** Publishes the failure of work that answers all the same; the first of its failures counts. */
export function noteFailure<Work extends Traced>(
  channel: WorkChannel<Work>,
  traced: Work,
  error: unknown,
): void {
  if ('error' in traced) return;
  traced.outcome = 'failed';
  traced.error = error;
  channel.error.publish(traced);
}

function noteThrown<Work extends Traced>(
  channel: WorkChannel<Work>,
  traced: Work,
  thrown: unknown,
): void {
  if (isDenial(thrown)) traced.outcome = 'refused';
  else if (isRedirect(thrown)) traced.outcome = 'redirected';
  else noteFailure(channel, traced, thrown);
}
