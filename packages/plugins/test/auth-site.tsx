import {
  type AppConfig,
  defineLive,
  event,
  guarded,
  type GuardVisit,
  type Plugin,
} from '@skerry/kit';
import { createApp, noAssets, serveApp } from '@skerry/kit/server';
import { z } from 'zod';

import { patience } from '../../../test/patience.js';
import { Site } from '../../kit/test/visitor.js';
import type { AuthMail } from '../src/auth/mails.js';
import { requireUser, sudo, useUser } from '../src/auth/guards.js';
import { confirmPassword, hasConfirmed, logout } from '../src/auth/login.js';
import type { AuthOptions } from '../src/auth/options.js';
import { joinGroup } from '../src/auth/own-account.js';
import { auth } from '../src/auth/plugin.js';
import { cheap, TestUsers } from './users.js';

/** A component that is handed nothing. */
const Greeting = () => <b>{useUser()?.id ?? 'nobody'}</b>;

/** A live view that anybody sees, with events for some. */
export const Board = defineLive(
  {
    mount: ({ subscribe }) => {
      subscribe('news');
      return { count: 0, news: '', isSure: false };
    },
    events: {
      add: (live) => live.assign({ count: live.state.count + 1 }),
      erase: guarded(requireUser('admin'), (live) => live.assign({ count: 0 })),
      launch: guarded(sudo(5), (live) => live.assign({ count: live.state.count + 100 })),
      leave: guarded(sudo(5, { leave: true }), (live) => live.assign({ count: -1 })),
      confirm: event(z.string(), async (live, password) => {
        await confirmPassword(live, password);
        live.assign({ isSure: hasConfirmed(live, 5) });
      }),
      logout: (live) => logout(live),
      join: event(z.string(), (live, room) => joinGroup(live, room)),
    },
    messages: { news: (live, text: string) => live.assign({ news: text }) },
  },
  ({ state, on }) => (
    <p>
      <Greeting /> {state.count} {state.news} {state.isSure ? 'sure' : ''}
      <button lv-click={on.add()}>Add</button>
      <button lv-click={on.erase()}>Erase</button>
      <button lv-click={on.launch()}>Launch</button>
    </p>
  ),
  'board',
);

/** A live view for the crew. */
export const Deck = defineLive(
  {
    guard: requireUser('crew'),
    mount: ({ subscribe }) => {
      subscribe('orders');
      return { orders: 'none', hauls: 0 };
    },
    events: { haul: (live) => live.assign({ hauls: live.state.hauls + 1 }) },
    messages: { orders: (live, orders: string) => live.assign({ orders }) },
  },
  ({ state, on }) => (
    <p>
      {state.orders} {state.hauls}
      <button lv-click={on.haul()}>Haul</button>
    </p>
  ),
  'deck',
);

interface Handled {
  context: GuardVisit;
}

/** The pages of the test's app. */
const routes = {
  'index.tsx': { default: () => <Board /> },
  'login.tsx': { default: () => <p>Log in</p> },
  'plain.tsx': { default: () => <Greeting /> },
  'deck.tsx': { default: () => <Deck /> },
  'crew/_layout.tsx': {
    guard: requireUser(),
    default: ({ children }: { children: never }) => <main>{children}</main>,
  },
  'crew/index.tsx': { default: () => <Greeting /> },
  'crew/board.tsx': { default: () => <Board /> },
  'admin.tsx': { guard: requireUser('admin'), default: () => <p>Engine room</p> },
  'own.tsx': {
    guard: requireUser(async ({ id }, { path }) => path === `/own` && id === 'ann'),
    default: () => <p>Yours</p>,
  },
  'vault.tsx': { guard: sudo(5), default: () => <p>Gold</p> },
  'api/me.ts': {
    GET: ({ context }: Handled) => ({ id: context.locals.user?.id ?? null }),
    POST: ({ context }: Handled) => ({ id: context.locals.user?.id ?? null }),
  },
  'api/admin.ts': { guard: requireUser('admin'), GET: () => 'ok' },
};

/** Options of a test's app. */
export interface AuthSiteOptions {
  readonly auth?: Partial<AuthOptions>;
  readonly app?: AppConfig;
  readonly plugins?: readonly Plugin[];
  /** More pages and endpoints. */
  readonly routes?: Readonly<Record<string, unknown>>;
  readonly users?: TestUsers;
  /** The path of the app. */
  readonly base?: string;
}

/** An app with auth, served over real sockets. */
export class AuthSite extends Site {
  users = new TestUsers();
  readonly mails: AuthMail[] = [];
  readonly logged: string[] = [];

  /** Posts a form, as a page of the app does. */
  post(path: string, fields: Record<string, string>, cookie = '', headers = {}) {
    const body = new URLSearchParams(fields);
    return this.visit(path, { method: 'POST', body, cookie, headers });
  }

  /** Logs in, and returns the cookie. */
  async login(id: string, password = 'a harbour at night', cookie = ''): Promise<string> {
    const visit = await this.post('/auth/login', { name: `${id}@sea.example`, password }, cookie);
    if (visit.response.headers.get('location') !== '/')
      throw new Error(`The login was refused: ${visit.response.headers.get('location')}`);
    return visit.cookie;
  }

  /** The user that a cookie, or headers, stand for. */
  async whoIs(cookie: string, headers: Record<string, string> = {}): Promise<unknown> {
    const { response, html } = await this.visit('/api/me', { cookie, headers });
    return response.status === 200 ? (JSON.parse(html) as { id: unknown }).id : response.status;
  }

  /** Fetches a page and joins its regions. */
  async openWith(cookie: string, path = '/', page = 'page') {
    const visit = await this.visit(path, { cookie });
    const line = await this.connect(visit.cookie);
    const answers = [];
    for (const [i, host] of visit.hosts.entries())
      answers.push(await line.join(i + 1, host, { have: 0, page }));
    return { ...visit, line, host: visit.hosts[0]!, joined: answers[0] };
  }
}

/** Serves an app with auth and the users Ann (admin and crew), Bob (crew) and Eve. */
export async function serveAuth(options: AuthSiteOptions = {}): Promise<AuthSite> {
  const site = new AuthSite();
  if (options.users) site.users = options.users;
  else {
    await site.users.add('ann', 'a harbour at night', ['admin', 'crew']);
    await site.users.add('bob', 'a harbour at night', ['crew']);
    await site.users.add('eve', 'a harbour at night');
  }
  const plugin = auth({
    users: site.users,
    passwords: cheap,
    send: (mail) => void site.mails.push(mail),
    ...options.auth,
  });
  const note = (...words: unknown[]) => void site.logged.push(words.map(String).join(' '));
  const log = { info() {}, warn: note, error: note };
  const plugins = [...(options.plugins ?? []), plugin];
  site.app = createApp({
    modules: {
      config: { log, ...options.app, plugins },
      routes: { ...routes, ...options.routes },
      views: { board: Board, deck: Deck },
    },
    mode: 'production',
    build: 'test',
    base: options.base,
    secret: 'a secret for tests, of 32 bytes or more',
    assets: { ...noAssets, hasRegions: () => true },
  });
  site.server = await serveApp(site.app, { port: 0, host: '127.0.0.1', stopTime: patience });
  return site;
}

/** The status of an answer, and where it leads. */
export const locationOf = ({ response }: { response: Response }): string =>
  `${response.status} ${response.headers.get('location')}`;

/** The form of a login. */
export const form = (id: string, password = 'a harbour at night') => ({
  name: `${id}@sea.example`,
  password,
});
