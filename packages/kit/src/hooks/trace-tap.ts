import { isDenial, isRedirect } from '../core/deny.js';
import type { Locals } from '../core/locals.js';
import { traceOf } from '../core/trace.js';
import { channels, publishWork } from '../tracing/channels.js';
import type { TracedTap } from '../tracing/contexts.js';
import type { AskTap } from './ask-tap.js';
import type { RegionInfo } from './subjects.js';

/** Calls a tap, and publishes that on `skerry:hook`. @throws what the call throws */
export function traceTap(ask: AskTap, ...call: Parameters<AskTap>): unknown {
  const [{ plugin }, payload, { hook }] = call;
  const { locals, region, url } = payload as { locals?: Locals; region?: RegionInfo; url?: URL };
  const path = url?.pathname ?? region?.path;
  const traced: TracedTap = { trace: traceOf({ locals }), hook, plugin, region, path };
  return publishWork(
    channels.hook,
    traced,
    () => ask(...call),
    (answer) => {
      if (isRedirect(answer)) traced.outcome = 'redirected';
      else if (isDenial(answer)) traced.outcome = 'refused';
    },
  );
}
