import { type App, liveServerOf } from '../app/app.js';
import type { AppConfig } from '../core/config.js';
import { type Interrupt, interruptText, isInterrupt, isMissing, isRedirect } from '../core/deny.js';
import { describe } from '../core/describe.js';
import { SkerryError } from '../core/errors.js';
import type { Locals } from '../core/locals.js';
import type { KnownSession, LiveSession } from '../core/session.js';
import type { LiveView } from '../live/author/define.js';
import { LiveElement } from '../template/live.js';
import { createTestApp, testAppOf, testLocals } from './create-test-app.js';
import { LiveTestError } from './dom.js';
import { MountedLive, type TestedApp } from './mounted-live.js';

/** The options of a test for the region that it mounts. */
export interface MountLiveOptions<P> extends Omit<AppConfig, 'secret'> {
  props?: P;
  /** Path and query of the page around it; the home of the app by default. */
  path?: string;
  /** An app of `createTestApp`, in place of one for this view alone: views in one app share topics, plugins and options. */
  app?: App;
  /** The session of another view that was mounted in the same app: both are tabs of one visitor. */
  session?: LiveSession;
  /** The data that guards would set for the page's request, such as the user. */
  locals?: Partial<Locals>;
}

/**
 * Mounts a live view as a browser would: renders its HTML, joins it, and keeps the tree that the browser shows. After
 * every update that tree is compared with a fresh render, and markup that browsers would repair is an error.
 *
 * @throws SkerryError `repaired-markup`; LiveTestError with the code `denied`, `not-found` or `redirected`, if the mount or a guard answers so; errors of `mount`
 * @example
 * const counter = await mountLive(Counter, { props: { start: 3 } });
 * await counter.click('+');
 * expect(counter.html()).toContain('4');
 * @example
 * const app = createTestApp({ views: { 'live/board': Board } });
 * const [ann, bo] = [await mountLive(Board, { app }), await mountLive(Board, { app })];
 */
export async function mountLive<P, S extends object, E>(
  view: LiveView<P, S, E>,
  { props, path, app, session, locals: given, ...config }: MountLiveOptions<P> = {},
): Promise<MountedLive<S>> {
  const [option] = Object.keys(config);
  if (app && option !== undefined)
    throw new LiveTestError(
      `\`${option}\` is an option of the app: give it to createTestApp({ config: { ${option} } }).`,
    );
  const own = app ?? createTestApp({ views: { [view.id]: view }, parts: noPages, config });
  const { markup } = testAppOf(own);
  const tested = testedApp(own, () => (app ? Promise.resolve() : own.close()));
  await own.started;
  const { server } = tested;
  const known = session ? (session as KnownSession) : server.sessions.begin();
  const url = new URL(path ?? own.config.base, 'http://localhost');
  const element = new LiveElement(view, { ...props });
  const locals = testLocals(own, given);
  const visit = { regionSession: () => known, url, locals, address: '', park: true };
  const html = await server.mount(element, '0', visit).catch((thrown: unknown) => {
    throw mountError(view.id, thrown);
  });
  const mounted = new MountedLive<S>(tested, known, markup.page(html), locals);
  await mounted.join();
  return mounted;
}

/** The pages that plugins add: a view that is mounted alone has none of them. */
const noPages = new Proxy({}, { get: () => ({ default: () => '' }) });

function testedApp(app: App, release: () => Promise<void>): TestedApp {
  const faults: Error[] = [];
  testAppOf(app).failures.add((error) => {
    if (error instanceof SkerryError && error.code === 'repaired-markup') faults.push(error);
  });
  return { server: liveServerOf(app), faults, release };
}

/** The error of a mount: an answer for visitors is none. */
function mountError(view: string, thrown: unknown): unknown {
  const who =
    'Where that depends on the visitor, mount it as somebody else: mountLive(View, { locals: { … } }).';
  const name = JSON.stringify(view);
  if (isInterrupt(thrown))
    return new LiveTestError(
      `The mount of the live view ${name} was answered with ${interruptText(thrown)}. ${who}`,
      interruptCode(thrown),
    );
  return thrown instanceof Error
    ? thrown
    : new LiveTestError(`The mount of the live view ${name} threw ${describe(thrown)}.`);
}

/** The code of an interrupt, as over a connection, and where it leads. */
function interruptCode(interrupt: Interrupt): { code: string; to?: string } {
  if (isRedirect(interrupt)) return { code: 'redirected', to: interrupt.to };
  return { code: isMissing(interrupt) ? 'not-found' : 'denied' };
}
