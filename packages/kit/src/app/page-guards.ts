import type { Denial, Redirect } from '../core/deny.js';
import { askGuards } from '../core/guard.js';
import { chain } from '../core/now-or-later.js';
import type { RequestContext } from '../core/request-context.js';
import { vetoed } from '../hooks/registry.js';
import type { Hooks } from '../hooks/types.js';
import type { Site } from '../page/site.js';
import type { Route } from '../route/table.js';
import type { Limits } from '../core/limits.js';

type Veto = Denial | Redirect;

/** Everything that asking the guards of a page needs of the app. */
interface GuardContext {
  readonly site: Pick<Site, 'guardsOf'>;
  readonly hooks: Hooks;
  readonly config: { readonly limits: Limits };
  report(thrown: unknown, url: URL, where?: string): void;
}

/** Asks the guards of a page or an endpoint, and of the layouts around it, about a request; the outermost first. */
export function askPageGuards(
  app: GuardContext,
  context: RequestContext,
  { file }: Pick<Route, 'file'>,
): Veto | undefined | Promise<Veto | undefined> {
  const { request, url, session, locals, from } = context;
  return chain(askGuardsOf(app, context, file), (veto) => {
    const { address } = from;
    const refused = { step: 'request', address, request, url, session, locals } as const;
    if (veto) app.hooks.onRefuse.call({ ...vetoed(veto), ...refused });
    return veto;
  });
}

/** Tells whether a visitor may see an error page: a layout around it may have a guard. */
export const maySeeErrorPage = (
  app: GuardContext,
  context: RequestContext,
  file: string,
): boolean | Promise<boolean> =>
  chain(askGuardsOf(app, context, file), (veto) => veto === undefined);

function askGuardsOf(
  { site, config, report }: GuardContext,
  { request, url, params, session, cookies, locals }: RequestContext,
  file: string,
): Veto | undefined | Promise<Veto | undefined> {
  const guards = site.guardsOf(file);
  if (guards.length === 0) return undefined;
  const path = url.pathname;
  const visit = { step: 'request', session, cookies, locals, path, params, url, request } as const;
  const failed = (error: Error) => report(error, url, 'guard');
  return askGuards(guards, visit, { timeout: config.limits.hookTimeout, failed });
}
