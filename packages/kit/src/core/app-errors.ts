import { entry, type ErrorEntry, list, quote } from './error-entry.js';
import { printable } from './printable.js';

/** Faults of an app, its plugins and its files. */
export const appErrors = {
  // Setting up an app
  /** Thrown when an app starts in production. */
  'missing-secret': entry<object>(
    'No secret',
    () => 'The app has no secret to sign sessions and tokens with.',
    'Set SKERRY_SECRET, or `secret` in defineApp(), to at least 32 random bytes: `openssl rand -base64 32`.',
  ),
  'short-secret': entry<{ index: number; count: number; bytes: number }>(
    'Secret too short',
    ({ index, count, bytes }) =>
      count === 1
        ? `The secret has ${bytes} bytes; a secret needs at least 32.`
        : `Secret ${index + 1} of ${count} has ${bytes} bytes; a secret needs at least 32. Commas in SKERRY_SECRET separate secrets.`,
    'Make one with `openssl rand -base64 32`.',
  ),
  'unknown-option': entry<{ option: string; known: readonly string[] }>(
    'Unknown option',
    ({ option, known }) =>
      `defineApp() has no option ${quote(option)}; it knows ${known.join(', ')}.`,
    'Correct the name, or remove the option.',
  ),
  'bad-option': entry<{ option: string; problem: string }>(
    'Unusable option',
    ({ option, problem }) => `The option ${quote(option)} of defineApp() ${problem}.`,
    'Correct its value.',
  ),
  'unknown-limit': entry<{ limit: string; known: readonly string[] }>(
    'Unknown limit',
    ({ limit, known }) => `There is no limit ${quote(limit)}; the limits are ${known.join(', ')}.`,
    'Correct the name in `limits` of defineApp(), or remove it.',
  ),
  'bad-limit': entry<{ limit: string; value: string; below: string }>(
    'Unusable limit',
    ({ limit, value, below }) =>
      `The limit ${quote(limit)} is ${value}; it must be a positive number below ${below}.`,
    'Correct it in `limits` of defineApp(), or remove it to take the default.',
  ),

  // A running app
  /** A warning in the log, in production. */
  'slow-loop': entry<{ p99: number; max: number; limit: number }>(
    'Event loop blocked',
    ({ p99, max, limit }) =>
      `In the last minute the event loop kept work waiting for up to ${max} ms, and 1 % of it for more than ${p99} ms; the limit is ${limit} ms.`,
    'Look for warnings of slow handlers, profile with `node --cpu-prof`, or run more processes; or raise the limit `slowLoopTimeout`.',
  ),

  // Plugins and hooks
  'bad-plugin': entry<{ plugin: string | number; problem: string; list?: string }>(
    'Not a plugin',
    // Something that is not a plugin has no reliable name: its index identifies it.
    ({ plugin, problem, list = 'plugins' }) =>
      `${typeof plugin === 'number' ? `${list}[${plugin}]` : `The plugin ${quote(plugin)}`} ${problem}.`,
    'Make plugins with definePlugin({ name, setup }) and list the result of calling it: `plugins: [visits()]`.',
  ),
  'duplicate-plugin': entry<{ plugin: string; lists: readonly string[] }>(
    'Plugin listed twice',
    ({ plugin, lists }) =>
      `Two plugins are named ${quote(plugin)}, in ${lists.map((each) => printable(each, 120)).join(' and ')}.`,
    'List it once; two plugins of different origin need different names. A plugin that may be there several times says `multiple: true`.',
  ),
  'missing-plugin': entry<{
    plugin: string;
    needs: string;
    hook?: string;
    from?: string;
    elsewhere?: readonly string[];
  }>(
    'Plugin missing',
    ({ plugin, needs, hook, from = 'plugins', elsewhere = [] }) =>
      hook === undefined
        ? `The plugin ${quote(plugin)} in ${from} depends on the plugin ${quote(needs)}, ` +
          (elsewhere.length > 0
            ? `which is listed in ${elsewhere.join(' and ')}, for other pages.`
            : 'which is not listed.')
        : `A tap of the plugin ${quote(plugin)} on ${hook} is ordered by the plugin ${quote(needs)}, which is not listed.`,
    'Add the missing plugin to `plugins` of defineApp(), or to a _plugins.ts around it, or correct its name in `dependencies`.',
  ),
  'plugin-version': entry<{
    plugin: string;
    field: string;
    range: string;
    needs: string;
    version: string | undefined;
  }>(
    'Wrong version',
    ({ plugin, field, range, needs, version }) =>
      `The plugin ${quote(plugin)} asks for ${needs} ${quote(range)} in \`${field}\`, and ` +
      (version === undefined ? 'that says no version.' : `${version} is installed.`),
    'Install versions that fit each other; the range is a range of semantic versions, such as "^1.2".',
  ),
  'plugin-conflict': entry<{ plugin: string; other: string }>(
    'Plugins in conflict',
    ({ plugin, other }) =>
      `The plugin ${quote(plugin)} cannot be in an app with ${quote(other)}: its \`conflicts\` names it.`,
    'Remove one of them from `plugins`.',
  ),
  'bad-plugin-options': entry<{ plugin: string; problems: readonly string[] }>(
    'Bad options of a plugin',
    ({ plugin, problems }) => `The plugin ${quote(plugin)} refuses its options: ${list(problems)}.`,
    'Correct the options where the plugin is listed.',
  ),
  /** Ends the server or the build, and shows in development. */
  'plugin-setup': entry<{ plugin: string; problem: string }>(
    'Setup of a plugin failed',
    ({ plugin, problem }) =>
      `The setup of the plugin ${quote(plugin)} ${printable(problem, 1_000)}.`,
    'Correct it, or update the plugin. Work that takes time belongs in a tap of `onStart`.',
  ),
  /** Thrown by `inject()`. */
  'not-provided': entry<{
    plugin: string;
    folder: string;
    value: string;
    providers: readonly { plugin: string; folder: string; isSeen: boolean }[];
  }>(
    'Value of a plugin missing',
    ({ plugin, folder, value, providers }) =>
      `The plugin ${quote(plugin)} asks for the value ${quote(value)}, ` +
      (providers.length === 0
        ? 'which no plugin of this app provides.'
        : `which ${providers.map((other) => providedBy(other, folder)).join(' and ')}.`),
    'List the plugin that provides it, where the other one sees it; name it in `dependencies`, so that it is set up first; or ask with { optional: true }.',
  ),
  'missing-part': entry<{ plugin: string; part: string }>(
    'Part of a plugin missing',
    ({ plugin, part }) =>
      `The plugin ${quote(plugin)} adds the page ${quote(part)}, which is not among the modules of the app.`,
    'Build the app with the plugin skerry() of Vite, which finds the parts of plugins; give a test `parts: { [name]: module }`.',
  ),
  'tap-out-of-scope': entry<{ plugin: string; hook: string; list: string }>(
    'Hook of the whole app',
    ({ plugin, hook, list: from }) =>
      `The plugin ${quote(plugin)} in ${from} taps ${hook}, which belongs to no page.`,
    'List the plugin in `plugins` of src/app.ts.',
  ),
  'hook-cycle': entry<{ hook?: string; plugins: readonly string[] }>(
    'Circular order',
    ({ hook, plugins }) =>
      `The taps${hook === undefined ? '' : ` on ${hook}`} cannot be ordered: ` +
      plugins
        .map((plugin, i) => `${quote(plugin)} comes after ${quote(plugins[i + 1] ?? plugins[0]!)}`)
        .join(', ') +
      '.',
    'Remove one of the `before`, `after` or `dependencies` between them.',
  ),
  'unknown-hook': entry<{ plugin: string; hook: string; known: readonly string[] }>(
    'Unknown hook',
    ({ plugin, hook, known }) =>
      `The plugin ${quote(plugin)} uses the hook ${quote(hook)}; the hooks are ${known.join(', ')}.`,
    'Correct the name; a plugin that also runs without the hook checks for it first: `if ("onFoo" in hooks)`.',
  ),
  /** Thrown by `tap()`. */
  'late-tap': entry<{ plugin: string; hook: string }>(
    'Tap after the start',
    ({ plugin, hook }) =>
      `The plugin ${quote(plugin)} tapped ${hook} after its setup; the order of taps is fixed then.`,
    'Tap inside setup(), and decide inside the tap whether there is something to do.',
  ),
  /** Goes to `onError`; the tap has failed. */
  'bad-hook-answer': entry<{ plugin: string; hook: string; answer: string }>(
    'Unusable answer of a tap',
    ({ plugin, hook, answer }) =>
      `A tap of the plugin ${quote(plugin)} on ${hook} answered with ${answer}.`,
    'See the reference of that hook for what a tap may return; return nothing to go on.',
  ),
  /** Goes to `onError`; the tap has failed. */
  'hook-timeout': entry<{ plugin: string; hook: string; milliseconds: number }>(
    'Tap took too long',
    ({ plugin, hook, milliseconds }) =>
      `A tap of the plugin ${quote(plugin)} on ${hook} was not done after ${milliseconds} ms.`,
    'Make it quicker, or raise the limit `hookTimeout`.',
  ),
  /** Ends the server or the build, and shows in development; `onError` hears of its cause. */
  'start-failed': entry<{ plugin: string; problem: string }>(
    'App did not start',
    ({ plugin, problem }) =>
      `The app did not start, since a tap of the plugin ${quote(plugin)} on onStart failed: ${problem}`,
    'Correct the tap, or provide the service that it needs, and start the app again.',
  ),
  /** Goes to `onError`, once until no call is running any more. */
  'hook-busy': entry<{ plugin: string; hook: string; limit: number }>(
    'Too many calls of a tap',
    ({ plugin, hook, limit }) =>
      `${limit} calls of a tap of the plugin ${quote(plugin)} on ${hook} were still running, so further ones are skipped.`,
    'Make it quicker, or raise the limit `maxHookCalls`.',
  ),
  /** Thrown by `redirect()` and `live.redirect()`. */
  'bad-redirect': entry<{ target: string }>(
    'Redirect to another site',
    ({ target }) => `${quote(target)} is not a path on this site.`,
    'Give redirect() a path that begins with one slash, such as "/login".',
  ),
  'bad-cookie': entry<{ name: string }>(
    'Malformed cookie',
    ({ name }) =>
      `The name or the value of the cookie ${quote(name)} has characters that a cookie cannot hold.`,
    'Encode the value, for instance with encodeURIComponent().',
  ),

  /** Goes to `onError`, for each limit once a minute; the browser is answered 503 or 429. */
  'too-many-connections': entry<{ limit: string; most: number }>(
    'Too many connections',
    ({ limit, most }) =>
      `Connections are refused, since ${most} are open (the limit ${quote(limit)}).`,
    'Raise the limit. Behind a proxy set `trustProxy` first, so that each visitor has an address of their own, which `maxConnectionsPerAddress` counts.',
    'visitor',
  ),

  // Sessions
  /** Thrown by `renew()` of a session. */
  'session-answered': entry<object>(
    'Session begun or renewed too late',
    () =>
      'A session was begun, by its id, or renewed after the request was answered: its cookie cannot be set.',
    'Read session.id, or call session.renew(), before the page, the endpoint or the guard returns. Late content may read it if a guard has, or if the page has a live view; a hole, if nothing before it is asynchronous.',
  ),
  /** Thrown by `renew()` of a session. */
  'session-ended': entry<object>(
    'Session already over',
    () =>
      'session.renew() was called for a session that another request has ended: it stays ended.',
    'Send the visitor to the login page, where they have a new session.',
  ),
  /** Thrown by `renew()` and `end()` of a session. */
  'session-ahead': entry<object>(
    'Session changed ahead of a visit',
    () =>
      'A session was renewed or ended while the page was loaded ahead: the visitor may never go to it.',
    'Change sessions in an endpoint that answers POST. The browser loads the page again when the visitor goes to it.',
  ),
  /** Thrown by `renew()` of a session. */
  'session-renew': entry<object>(
    'Session renewed without a request',
    () => 'session.renew() was called in a live view: a connection cannot set the cookie.',
    'Send the visitor to a page or an endpoint that calls it: `live.redirect("/login")`.',
  ),

  // Guards of the app
  /** Goes to `onError`; the guard has refused. */
  'bad-guard-answer': entry<{ answer: string }>(
    'Unusable answer of a guard',
    ({ answer }) => `A guard answered with ${answer}.`,
    'Return deny(reason) or redirect(path) to refuse, and nothing to go on.',
  ),
  /** Goes to `onError`; the guard has refused. */
  'guard-timeout': entry<{ step: string; path: string; milliseconds: number }>(
    'Guard took too long',
    ({ step, path, milliseconds }) =>
      `A guard of ${quote(path)} was not done with the step ${step} after ${milliseconds} ms.`,
    'Make it quicker, or raise the limit `hookTimeout`.',
  ),
  /** Thrown by `useLocals()`. */
  'no-locals': entry<object>(
    'Locals outside of a visit',
    () => 'useLocals() was called where no request and no region is at work.',
    'Call it in a page, a layout, an endpoint, a component of them, or a live view; pass the locals on to other code.',
  ),
  // Thrown by apps
  /** Replaces the thrown value, in hooks and in the log. */
  'thrown-value': entry<{ value: string }>(
    'Not a readable Error',
    ({ value }) => `Something was thrown that is not a readable Error: ${value}.`,
    'Throw an Error, which has a message and a stack.',
  ),
  /** Goes to `onError`; the visitor is answered 503. */
  'answer-timeout': entry<{ milliseconds: number }>(
    'No answer in time',
    ({ milliseconds }) => `There was no answer after ${milliseconds} ms.`,
    'Do slow work beside the page, with load(key, loader) in a live view, or raise the limit `answerTimeout`.',
  ),
  /** The last entry in the log; the process exits with 1. */
  'process-ends': entry<{ why: string }>(
    'Uncaught errors',
    ({ why }) => `The process ends: ${why}.`,
    'Find the errors above; await every promise, and catch errors in timers and listeners.',
  ),

  // Routes and pages
  'bad-route': entry<{ file: string; problem: string }>(
    'File name that is not a route',
    ({ file, problem }) => `src/pages/${file} cannot be a route: ${problem}.`,
    'Rename it; helpers belong outside of src/pages or into a folder that starts with "_".',
  ),
  'route-conflict': entry<{ pattern: string; first: string; second: string }>(
    'Two files for one path',
    ({ pattern, first, second }) =>
      `src/pages/${first} and src/pages/${second} both answer ${pattern}.`,
    'Remove or rename one of them.',
  ),
  'bad-module': entry<{ file: string; problem: string }>(
    'Unusable module',
    ({ file, problem }) => `${file} ${problem}.`,
    'Correct its exports as the guide on pages shows.',
  ),
  /** Goes to `onError`; the visitor is answered 500. */
  'bad-head': entry<{ problem: string }>(
    'Unusable head',
    ({ problem }) => `The head of a page cannot be written: ${problem}.`,
    'Correct the `head` that the page or one of its layouts exports.',
  ),
  /** Goes to `onError`; the visitor is answered 500. */
  'bad-response': entry<{ problem: string }>(
    'Unusable response',
    ({ problem }) => `The endpoint answered with a Response that ${problem}.`,
    'Make a new Response for every request, with a status from 200 to 599.',
  ),

  // Pages that are written as files
  'prerender-params': entry<{ page: string; problem: string }>(
    'Params without a page',
    ({ page, problem }) => `${page} cannot be prerendered: ${problem}.`,
    'Export `prerender = true` if the path has no params, otherwise a list with a text for each of them: `prerender = [{ slug: "first" }]`.',
  ),
  'prerender-conflict': entry<{ page: string; other: string; target: string }>(
    'Two pages for one file',
    ({ page, other, target }) => `${page} and ${other} would both be written to ${target}.`,
    'Leave one of them out of `prerender`, so that it is rendered on request.',
  ),
  'prerender-answer': entry<{ page: string; answer: string }>(
    'No page to prerender',
    ({ page, answer }) => `${page} exports \`prerender\`, but answers with ${answer}.`,
    'Leave it out of `prerender`, so that it is rendered on request.',
  ),
  'prerender-session': entry<{ page: string }>(
    'Session read at build',
    ({ page }) =>
      `${page} is prerendered for everybody, but reads the session, which does not exist at build.`,
    'Read it in an event of a live view or in the loader that its mount() passes to load(), or in a <Suspense at="request">, or leave the page out of `prerender`.',
  ),
  'prerender-props': entry<{ page: string; view: string; path: string; value: string }>(
    'Props that are not JSON',
    ({ page, view, path, value }) =>
      `${page} is prerendered, and passes ${value} as ${path} to its live view ${quote(view)}.`,
    'Pass texts, numbers, booleans, and arrays and objects of those.',
  ),
  /** Ends the build. */
  'prerender-failed': entry<{ page: string; message: string }>(
    'Page failed at build',
    ({ page, message }) => `${page} failed while it was prerendered: ${message}`,
    'Correct it, or leave it out of `prerender`, so that it is rendered on request.',
  ),
  /** Thrown when the built server starts. */
  'bad-prerendered': entry<{ file: string; problem: string }>(
    'Part of the build missing',
    ({ file, problem }) => `The build's file ${file} cannot be read: ${problem}.`,
    'Build again, and deploy all of dist/client and dist/server.',
  ),
} satisfies Record<string, ErrorEntry<never>>;

/** Says who provides a value that a plugin does not see. */
const providedBy = (
  { plugin, folder, isSeen }: { plugin: string; folder: string; isSeen: boolean },
  asking: string,
): string =>
  isSeen
    ? `the plugin ${quote(plugin)} provides, but later`
    : `the plugin ${quote(plugin)} provides for the pages in src/pages/${folder} alone: ` +
      (asking === '' ? 'the whole app does not see it' : `src/pages/${asking} does not see it`);
