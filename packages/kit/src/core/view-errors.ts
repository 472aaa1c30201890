import { printable } from './printable.js';
import { entry, type ErrorEntry, list, quote } from './error-entry.js';

const inMebibytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`;

/** Faults in rendering and in regions. */
export const viewErrors = {
  // Rendering
  'render-async': entry<object>(
    'Promise in a live render',
    () => 'A promise is in the place of markup; a live render is synchronous.',
    'Load the data with live.load(key, loader) and render its value.',
  ),
  'boundary-in-view': entry<object>(
    'Boundary in a live view',
    () =>
      'A <Suspense> without `load` is in a live view, or a boundary of any kind is where only text or a template may be.',
    'In a live view, load with live.load(key, loader) and give the member of the state to <Suspense load={…}>.',
  ),
  'bad-suspense': entry<{ problem: string }>(
    'Unusable boundary',
    ({ problem }) => `A <Suspense> ${problem}.`,
    'Write <Suspense at="request">{() => …}</Suspense> for a hole, <Suspense load={…}>{(value) => …}</Suspense> in a live view, and <Suspense> around markup otherwise.',
  ),
  'bad-error-boundary': entry<{ value: string }>(
    'Unusable error boundary',
    ({ value }) => `An <ErrorBoundary> has ${value} as its \`fallback\`.`,
    'Give it a function: fallback={(error) => <p>{error.message}</p>}.',
  ),
  'holes-differ': entry<{ missing: readonly number[]; count: number }>(
    'Hole that nothing fills',
    ({ missing, count }) =>
      `The page did not show the ${missing.join('., the ')}. of the ${count} holes in its file, so the fallback stays there.`,
    'Let the page show each <Suspense at="request"> at build and at every request, and decide inside of it what it shows.',
  ),
  'bad-reveal': entry<{ reveal: unknown }>(
    'Unknown way to reveal boundaries',
    ({ reveal }) => `A <SuspenseGroup> has ${quote(String(reveal))} as \`reveal\`.`,
    'Give it "together" or "in-order".',
  ),
  'async-fallback': entry<object>(
    'Promise in a fallback',
    () => 'The fallback of a <Suspense> or an <ErrorBoundary> contains something asynchronous.',
    'Give it markup that is there at once.',
  ),
  'boundary-timeout': entry<{ milliseconds: number; number: number }>(
    'No content in time',
    ({ milliseconds, number }) =>
      `The content of ${number > 0 ? `the boundary ${number} of a page` : 'a <Suspense>'} was not there after ${milliseconds} ms.`,
    'Give it more time with its `timeout`, or raise the limit `boundaryTimeout`.',
  ),
  'not-a-child': entry<{ value: string }>(
    'Not text or markup',
    ({ value }) => `${value} is in the place of text or markup.`,
    'Show one of its members, or JSON.stringify() it.',
  ),
  'not-markup': entry<{ call: 'unsafeHtml' | 'sanitize'; value: string }>(
    'Markup is not a string',
    ({ call, value }) => `${call}() was given ${value}.`,
    "Give it a string; html ?? '' if there may be none.",
  ),
  'duplicate-key': entry<{ key: string }>(
    'Key used twice',
    ({ key }) => `Two rows of one list have the key ${quote(key)}.`,
    'Give each row a key of its own, such as the id of its item.',
  ),
  'long-key': entry<{ view: string; length: number; most: number }>(
    'Key of a region too long',
    ({ view, length, most }) =>
      `The keys around a region of the live view ${quote(view)} have ${length} characters in all, and at most ${most} fit into what its browser joins it by.`,
    'Give a short key, such as the id of its item, or a hash of its text.',
  ),
  'bad-attribute': entry<{ name: string; value: string }>(
    'Not an attribute value',
    ({ name, value }) => `The attribute ${quote(name)} was given ${value}.`,
    'Give it text, a number or a boolean; JSON.stringify() an object.',
  ),
  'refused-attribute': entry<{ name: string }>(
    'Attribute refused',
    ({ name }) => `The attribute ${quote(name)} would run script or parse markup.`,
    'Bind events with lv-click, lv-submit or lv-input; put markup into the page with unsafeHtml().',
  ),
  'not-a-component': entry<{ value: string }>(
    'Not a component',
    ({ value }) => `The component of a tag is ${value}, not a function, live view or island.`,
    'Check the import of the component: default or named?',
  ),
  /** Thrown by the methods of a list that take a key. */
  'unknown-key': entry<{ key: string }>(
    'No such row',
    ({ key }) => `The list has no item with the key ${quote(key)}.`,
    'Check list.has(key) first if the item may be gone.',
  ),
  /** Thrown by `update()` of a list. */
  'changed-key': entry<{ key: string; next: string }>(
    'Key of an item changed',
    ({ key, next }) => `An update of the item ${quote(key)} gave it the key ${quote(next)}.`,
    'Remove the old item and insert the new one.',
  ),
  'text-in-table': entry<{ text: string }>(
    'Text between the parts of a table',
    ({ text }) => `The text ${quote(text)} is directly in a table, and browsers would move it out.`,
    'Put it into a cell: <td>…</td>.',
  ),
  'host-in-table': entry<{ kind: 'island' | 'live view'; name: string }>(
    'Island or live view between the parts of a table',
    ({ kind, name }) =>
      `The ${kind} ${quote(name)} is directly in a table, and browsers would move its element out.`,
    'Put it into a cell: <td>…</td>.',
  ),
  'host-in-template': entry<{ name: string }>(
    'Island or live view inside a <template>',
    ({ name }) => `${quote(name)} is inside a <template>, whose content is not part of the page.`,
    'Put it beside the <template>.',
  ),
  'host-in-drawing': entry<{
    kind: 'island' | 'live view';
    name: string;
    language: 'svg' | 'math';
  }>(
    'Island or live view inside SVG or MathML',
    ({ kind, name, language }) =>
      `The ${kind} ${quote(name)} is inside <${language}>, where its element would not be HTML and never start.`,
    'Make the whole drawing part of it, or put it into a <foreignObject>.',
  ),
  /** Thrown in development and in tests; a browser would repair the markup, and updates would not fit the page. */
  'repaired-markup': entry<{ inner: string; outer: string; effect: string; remedy: string }>(
    'Markup that browsers repair',
    ({ inner, outer, effect, remedy }) =>
      `${printable(inner, 500)} cannot be inside ${printable(outer, 500)}: ${printable(effect, 100)}. ${printable(remedy, 200)}`,
    'Change one of the two elements: the page would differ from the rendered one, and updates would not find their places.',
  ),

  // Regions and their events
  /** Goes to `onError`, with `where: "parse"`, when a browser reports it. */
  'region-in-browser': entry<{ view: string }>(
    'Region taken apart by a browser',
    ({ view }) =>
      `The live view ${quote(view)} is inside an element that may not contain its markup: a browser had moved the markup out, and Skerry has put it back.`,
    'Open the page on the development server, which names both elements, and change one of them.',
    'visitor',
  ),
  /** Goes to `onError`; the browser is refused with `unknown-event`. */
  'unknown-event': entry<{ view: string; event: string; known?: readonly string[] }>(
    'Unknown event',
    ({ view, event, known = [] }) =>
      `The live view ${quote(view)} declares no event ${quote(event)}${known.length > 0 ? `; it has ${list(known, 20)}` : ''}.`,
    'Declare it under `events` of defineLive(), or correct the name in the binding.',
    'visitor',
  ),
  'bad-view': entry<{ view: string; problem: string }>(
    'Not a live view',
    ({ view, problem }) => `The live view ${quote(view)} ${problem}.`,
    'Write defineLive({ mount, events }, ({ state, on }) => <markup/>).',
  ),
  /** Goes to `onError`, once until there is room again. */
  'region-busy': entry<{ view: string }>(
    'Too much work waiting',
    ({ view }) => `The queue of the live view ${quote(view)} is full, so a message was dropped.`,
    'Make its handlers quicker, publish less often, or raise the limit `maxQueuedTurns`.',
  ),
  /** Fails the turn, the load or the mount that makes the state; the region keeps the state before. */
  'region-too-large': entry<{
    view: string;
    bytes: number;
    limit: number;
    largest: { path: string; bytes: number };
  }>(
    'Region too large',
    ({ view, bytes, limit, largest }) =>
      `The live view ${quote(view)} would hold about ${inMebibytes(bytes)} in memory, and ${inMebibytes(limit)} are allowed. ` +
      `Most of it is ${quote(largest.path)}, with ${inMebibytes(largest.bytes)}.`,
    'Keep in the state only what is shown, such as one page of the rows, and the rest in a database, or raise the limit `maxRegionBytes`.',
  ),
  /** Fails the turn, the load or the mount that makes the state; the region keeps the state before. */
  'session-too-large': entry<{ view: string; bytes: number; limit: number }>(
    'Session too large',
    ({ view, bytes, limit }) =>
      `The regions of one session would hold more than ${inMebibytes(limit)} in memory, of which the live view ${quote(view)} needs ${inMebibytes(bytes)}.`,
    'Keep less in the state of live views, or raise the limit `maxSessionBytes`.',
  ),
  /** Thrown by `live.assign` where a tap of `beforeAssign` denies it. */
  denied: entry<{ step: string; reason: string }>(
    'Denied by a plugin',
    ({ step, reason }) => `A guard refused ${step}: ${reason}`,
    'See which plugins tap that step.',
  ),
  /** Goes to `onError`, unless the view has `invalid`; the browser is refused with `invalid-payload`, and the handler does not run. */
  'invalid-payload': entry<{ view: string; event: string; issues: readonly string[] }>(
    'Payload refused',
    ({ view, event, issues }) =>
      `The schema of the event ${quote(event)} of the live view ${quote(view)} refuses its payload: ${list(issues).replace(/\.$/, '')}.`,
    'Send a payload that fits the schema, or widen the schema. The page marks the fields; `invalid` of the view shows the messages in another way.',
    'visitor',
  ),
  /** Fails the turn or the mount; the browser is refused with `timeout`. */
  'handler-timeout': entry<{ view: string; handler: string; milliseconds: number }>(
    'Handler took too long',
    ({ view, handler, milliseconds }) =>
      `${quote(handler)} of the live view ${quote(view)} was not done after ${milliseconds} ms; its changes are dropped.`,
    'Do slow work in live.load(key, loader), or raise the limit `turnTimeout`.',
  ),
  /** A warning in the log, for each handler once a minute. */
  'slow-handler': entry<{ view: string; handler: string; milliseconds: number }>(
    'Handler blocks the server',
    ({ view, handler, milliseconds }) =>
      `${quote(handler)} of the live view ${quote(view)} blocked the event loop for ${milliseconds} ms: nobody was served meanwhile.`,
    'Await slow work, do it in a worker thread or in pieces, or raise the limit `slowTurnTimeout`.',
  ),
  /** Rejects the promise of `live.flush()`. */
  'too-many-flushes': entry<{ view: string; handler: string; limit: number }>(
    'Too many flushes in one turn',
    ({ view, handler, limit }) =>
      `${quote(handler)} of the live view ${quote(view)} called live.flush() more than ${limit} times in one turn.`,
    'Flush only when there is something to show, or raise the limit `maxFlushes`.',
  ),
  /** Goes to `onError`, with `where: "late"`, for each call of a turn once. */
  'turn-ended': entry<{ view: string; handler: string; call: string }>(
    'Turn already over',
    ({ view, handler, call }) =>
      `${call}() was called in the live view ${quote(view)} after the turn of ${quote(handler)} had ended; it did nothing.`,
    'Await all work inside the handler, or do it in live.load(key, loader); for later changes, publish to a topic of the view.',
  ),
  /** The message that visitors see in production when a load fails, in place of the error's own. */
  'load-failed': entry<object>(
    'Data not loaded',
    () => 'This could not be loaded.',
    'The log says why. Throw a VisibleError to tell the visitor.',
  ),
  /** Goes to `onError`; the load has failed. */
  'load-timeout': entry<{ view: string; key: string; milliseconds: number }>(
    'Data took too long',
    ({ view, key, milliseconds }) =>
      `The load of ${quote(key)} in the live view ${quote(view)} was not done after ${milliseconds} ms.`,
    'Make it quicker, or raise the limit `loadTimeout`.',
  ),
  /** In place of the TypeError, in development and in tests, where what is in a state is frozen. */
  'state-changed': entry<{ view: string; path: string; problem: string }>(
    'State changed in place',
    ({ view, path, problem }) =>
      `The live view ${quote(view)} changes its state in place, at ${quote(path, 200)}: ${printable(problem, 200)}.`,
    'Assign a changed copy: live.assign({ items: [...live.state.items, item] }), and toSorted() in place of sort(). If other code changes the same data, give the state a copy of it.',
  ),
  /** Thrown in development, where a mount, a handler or a load makes such a state. */
  'state-not-serialisable': entry<{ view: string; path: string; value: string }>(
    'State is not plain data',
    ({ view, path, value }) =>
      `The state of the live view ${quote(view)} holds ${value} at ${quote(path, 200)}.`,
    'Keep only plain data in the state, and other values outside of it.',
  ),
  /** Thrown by `live.emit` and `live.reply`. */
  'payload-not-serialisable': entry<{
    view: string;
    handler: string;
    call: string;
    path: string;
    value: string;
  }>(
    'Payload is not plain data',
    ({ view, handler, call, path, value }) =>
      `${quote(handler)} of the live view ${quote(view)} calls ${call} with ${value} at ${quote(path, 200)}.`,
    'Send only what JSON carries as it is: String(id) of a BigInt, date.toISOString(), [...map] of a Map, error.message.',
  ),
  /** Thrown by `live.emit`, `live.announce` and `live.title`. */
  'not-text': entry<{ view: string; handler: string; call: string; what: string; value: string }>(
    'Not a text',
    ({ view, handler, call, what, value }) =>
      `${quote(handler)} of the live view ${quote(view)} calls ${call} with ${value} as its ${what}.`,
    'Give it a text: String(value), or a template literal.',
  ),
} satisfies Record<string, ErrorEntry<never>>;
