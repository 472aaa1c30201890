import type { EndpointHandlers, PluginSite } from '@skerry/kit';

import { isRefused } from './accounts.js';
import { backPath } from './back-path.js';
import { AuthError } from './errors.js';
import { confirmPassword, hasConfirmed, login, loginByLink, logout } from './login.js';
import type { ResolvedOptions } from './options.js';
import {
  changePassword,
  endOtherSessions,
  endOwnSession,
  finishRegistration,
  forgot,
  register,
  requestLoginLink,
  reset,
} from './own-account.js';
import { readForm } from './read-form.js';
import type { AuthVisit } from './visit.js';

/** The event of an endpoint, as far as auth reads it. */
interface EndpointEvent {
  readonly req: Request;
  readonly context: AuthVisit;
}

/** What becomes of a form: the page to go to, with words for its query. */
interface Next {
  readonly page: string;
  readonly query?: Record<string, string | undefined> | undefined;
}

type Handle = (form: URLSearchParams, visit: AuthVisit) => Promise<Next>;

/** Makes the endpoints of auth, by their paths: each takes a form, and answers 303 with a page of the app. They need no script. */
export function createEndpoints(
  options: ResolvedOptions,
  { pathTo }: Pick<PluginSite, 'pathTo'>,
): Record<string, EndpointHandlers> {
  const { pages, path, sudoMinutes } = options;
  const back = (form: URLSearchParams) => backPath(form.get('back'), pages.home, pathTo(path));
  const text = (form: URLSearchParams, name: string) => form.get(name) ?? '';
  /** The page with the form again, which says why. */
  const again = (page: string, form: URLSearchParams, refused: object): Next => {
    const { fault, seconds, code } = refused as { fault: string; seconds?: number; code?: string };
    const kept = form.has('back') ? { back: back(form) } : {};
    return {
      page,
      query: { fault, seconds: seconds === undefined ? undefined : `${seconds}`, code, ...kept },
    };
  };
  const afterLogin = (page: string, form: URLSearchParams, result: object): Next =>
    isRefused(result) ? again(page, form, result) : { page: back(form) };
  const mailSent = (page: string, form: URLSearchParams, refused: object | undefined): Next =>
    refused ? again(page, form, refused) : { page, query: { sent: '1' } };
  const handlers: Record<string, Handle> = {
    async login(form, visit) {
      const credentials = { name: text(form, 'name'), password: text(form, 'password') };
      return afterLogin(pages.login, form, await login(visit, credentials));
    },
    async logout(form, visit) {
      await logout(visit);
      return { page: back(form) };
    },
    link: async (form, visit) =>
      mailSent(pages.login, form, await requestLoginLink(visit, text(form, 'name'))),
    enter: async (form, visit) =>
      afterLogin(pages.login, form, await loginByLink(visit, form.get('code'))),
    register: async (form, visit) =>
      mailSent(pages.register, form, await register(visit, text(form, 'name'))),
    async confirm(form, visit) {
      const result = await finishRegistration(visit, form.get('code'), text(form, 'password'));
      return afterLogin(pages.register, form, result);
    },
    forgot: async (form, visit) =>
      mailSent(pages.forgot, form, await forgot(visit, text(form, 'name'))),
    async reset(form, visit) {
      const refused = await reset(visit, form.get('code'), text(form, 'password'));
      return refused
        ? again(pages.reset, form, refused)
        : { page: pages.login, query: { reset: '1' } };
    },
    async password(form, visit) {
      const result = await changePassword(visit, text(form, 'current'), text(form, 'password'));
      return isRefused(result)
        ? again(pages.account, form, result)
        : { page: pages.account, query: { changed: '1' } };
    },
    async sudo(form, visit) {
      const result = await confirmPassword(visit, text(form, 'password'));
      if (!isRefused(result)) return { page: back(form) };
      const { page, query } = again(pages.sudo, form, result);
      return { page, query: { asks: 'sudo', ...query } };
    },
    async sessions(form, visit) {
      if (!hasConfirmed(visit, sudoMinutes))
        return { page: pages.sudo, query: { asks: 'sudo', back: pages.account } };
      const id = form.get('id');
      const ended =
        id === null ? await endOtherSessions(visit) : Number(await endOwnSession(visit, id));
      return { page: pages.account, query: { ended: `${ended}` } };
    },
  };
  return Object.fromEntries(
    Object.entries(handlers).map(([name, handle]) => [`${path}/${name}`, { POST: answer(handle) }]),
  );
}

const answer =
  (handle: Handle) =>
  async ({ req, context }: EndpointEvent): Promise<Response> => {
    const form = await readForm(req);
    if (form instanceof Response) return form;
    try {
      const { page, query = {} } = await handle(form, context);
      const known = Object.entries(query).filter(([, value]) => value !== undefined);
      const search = known.length > 0 ? `?${new URLSearchParams(known as [string, string][])}` : '';
      return new Response(null, { status: 303, headers: { location: page + search } });
    } catch (error) {
      if (!(error instanceof AuthError) || error.code !== 'busy') throw error;
      return new Response(error.message, { status: 503, headers: { 'retry-after': '2' } });
    }
  };
