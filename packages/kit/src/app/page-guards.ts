import type { Denial, Redirect } from '../core/deny.js';
import { askGuards } from '../core/guard.js';
import { chain } from '../core/now-or-later.js';
import type { RequestContext } from '../core/request-context.js';
import { vetoed } from '../hooks/registry.js';
import type { Hooks } from '../hooks/types.js';
import type { Site } from '../page/site.js';
import type { Route } from '../route/table.js';
import type { Limits } from '../core/limits.js';

/** Everything that asking the guards of a page needs of the app. */
interface GuardContext {
  readonly site: Site;
  readonly hooks: Hooks;
  readonly config: { readonly limits: Limits };
  report(thrown: unknown, url: URL, where?: string): void;
}

/** Asks the guards of a page or an endpoint, and of the layouts around it, about a request; the outermost first. */
export function askPageGuards(
  { site, hooks, config, report }: GuardContext,
  { request, url, session, locals, from }: RequestContext,
  { file }: Route,
): Denial | Redirect | undefined | Promise<Denial | Redirect | undefined> {
  const guards = site.guardsOf(file);
  if (guards.length === 0) return undefined;
  const visit = { step: 'request', session, locals, path: url.pathname, request } as const;
  const watch = {
    timeout: config.limits.hookTimeout,
    failed: (error: Error) => report(error, url, 'guard'),
  };
  return chain(askGuards(guards, visit, watch), (veto) => {
    const { address } = from;
    if (veto)
      hooks.onRefuse.call({
        ...vetoed(veto),
        step: 'request',
        address,
        request,
        url,
        session,
        locals,
      });
    return veto;
  });
}
