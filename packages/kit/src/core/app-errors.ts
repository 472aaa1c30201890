import { entry, type ErrorEntry, quote } from './error-entry.js';

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

  /** Thrown by `redirect()` and `live.redirect()`. */
  'bad-redirect': entry<{ target: string; isExternal?: boolean }>(
    'Redirect to another site',
    ({ target, isExternal = false }) =>
      isExternal
        ? `${quote(target)} is not an absolute URL of http or https.`
        : `${quote(target)} is not a path on this site.`,
    'Give redirect() a path that begins with one slash, such as "/login". To send visitors to another site, write redirect.external("https://…").',
  ),
  'bad-cookie': entry<{ name: string; problem: string }>(
    'Malformed cookie',
    ({ name, problem }) => `The cookie ${quote(name)} cannot be set: ${problem}.`,
    'Correct its name, its value or its options.',
  ),
  'late-cookie': entry<{ name: string }>(
    'Cookie after the headers',
    ({ name }) =>
      `The cookie ${quote(name)} was set or removed when the headers of the answer were on their way.`,
    'Set it in a guard, in the function of a page or layout outside of a <Suspense>, or in an endpoint.',
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
  'bad-guard-answer': entry<{ answer: string; step: string; path: string }>(
    'Unusable answer of a guard',
    ({ answer, step, path }) =>
      `A guard of ${quote(path)} answered with ${answer} to the step ${step}.`,
    'Return deny(reason) or redirect(path) to refuse, and nothing to go on. Call a function that makes guards: `guard = require()`.',
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
    ({ pattern, first, second }) => `${first} and ${second} both answer ${pattern}.`,
    'Remove one of them, or give it another path.',
  ),
  'bad-module': entry<{ file: string; problem: string }>(
    'Unusable module',
    ({ file, problem }) => `${file} ${problem}.`,
    'Correct its exports as the guides on pages, endpoints, live views and, for src/server.ts, data show.',
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
    ({ problem }) => `An endpoint or a page answered with ${problem}.`,
    'Make a new Response for every request, with a status from 200 to 599; or return a text, bytes, a stream or data.',
  ),
  /** Thrown by `body()` and `query()` of an endpoint. */
  'bad-schema': entry<{ method: string; value: string }>(
    'Input without a schema',
    ({ method, value }) => `${method}() was given ${value}, which is no Standard Schema.`,
    'Give it a schema of zod, valibot or arktype, such as z.object({ name: z.string() }).',
  ),
  /** Thrown by `body()` of an endpoint. */
  'body-gone': entry<object>(
    'Body already read',
    () => 'body() was called after the handler had read the body of the request itself.',
    'Read it by body() alone, which may be called again; or by request.text(), request.json() and their like alone.',
  ),
  /** Goes to `onError`; the page goes on without the content. */
  'late-response': entry<object>(
    'Response after the page',
    () => 'Content of a page threw a Response when the page around it was on its way.',
    'Answer with it from the function of the page or a layout, outside of a <Suspense>.',
  ),

  // Pages that are written as files
  'prerender-params': entry<{ page: string; problem: string }>(
    'Params without a page',
    ({ page, problem }) => `${page} cannot be prerendered: ${problem}.`,
    'Export `prerender = true` if the path has no params, otherwise a list with a text for each of them: `prerender = [{ slug: "first" }]`.',
  ),
  'prerender-type': entry<{ page: string; target: string; type?: string; expected?: string }>(
    'File of another type',
    ({ page, target, type, expected }) =>
      expected === undefined
        ? `${page} would be written to ${quote(target)}, of which no host of files knows the type.`
        : `${page} answers with ${type}, and would be written to ${quote(target)}, which hosts of files send as ${expected}.`,
    'Give the file of the endpoint the ending of its type, such as rss.xml.ts or posts.json.ts.',
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
  'prerender-session': entry<{ page: string; what: string }>(
    'Visitor asked for at build',
    ({ page, what }) =>
      `${page} is prerendered for everybody, but uses ${what} of a visitor: there is none at build.`,
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
