/** One entry of the catalogue: what an error is called, why it happened and what to do next. */
interface ErrorEntry<Details> {
  /** The fault in a few words, the same for every occurrence. */
  title: string;
  /** The reason, naming the thing at fault. */
  reason: (details: Details) => string;
  /** The next step for whoever reads it. */
  hint: string;
}

const entry = <Details extends object>(
  title: string,
  reason: (details: Details) => string,
  hint: string,
): ErrorEntry<Details> => ({ title, reason, hint });

/** A name in a message: quoted, on one line and bounded, since browsers choose some of them. */
const quote = (name: string): string =>
  JSON.stringify(name.length > 80 ? `${name.slice(0, 80)}…` : name);

const inView = (view: string | undefined): string =>
  view === undefined ? '' : ` in the live view ${quote(view)}`;

/** Every error that kit makes, by its permanent code. */
export const catalogue = {
  // Setting up an app
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
    'Option not usable',
    ({ option, problem }) => `The option ${quote(option)} of defineApp() ${problem}.`,
    'Correct its value.',
  ),
  'unknown-limit': entry<{ limit: string; known: readonly string[] }>(
    'Unknown limit',
    ({ limit, known }) => `There is no limit ${quote(limit)}; the limits are ${known.join(', ')}.`,
    'Correct the name in `limits` of defineApp(), or remove it.',
  ),
  'bad-limit': entry<{ limit: string; value: string }>(
    'Limit not usable',
    ({ limit, value }) =>
      `The limit ${quote(limit)} is ${value}; it must be a positive number below 2^31.`,
    'Correct it in `limits` of defineApp(), or remove it to take the default.',
  ),

  // Plugins and hooks
  'bad-plugin': entry<{ plugin: string | number; problem: string }>(
    'Not a plugin',
    // What is no plugin has no name that could be relied on: its index says which it is.
    ({ plugin, problem }) =>
      `${typeof plugin === 'number' ? `plugins[${plugin}]` : `The plugin ${quote(plugin)}`} ${problem}.`,
    'Make plugins with definePlugin({ name, setup }) and list what its function returns: `plugins: [visits()]`.',
  ),
  'duplicate-plugin': entry<{ plugin: string }>(
    'Plugin listed twice',
    ({ plugin }) => `Two plugins are named ${quote(plugin)}.`,
    'List it once in `plugins` of defineApp(); two plugins of different origin need different names.',
  ),
  'missing-plugin': entry<{ plugin: string; needs: string; hook?: string }>(
    'Plugin missing',
    ({ plugin, needs, hook }) =>
      hook === undefined
        ? `The plugin ${quote(plugin)} requires the plugin ${quote(needs)}, which is not listed.`
        : `A tap of the plugin ${quote(plugin)} on ${hook} is ordered by the plugin ${quote(needs)}, which is not listed.`,
    'Add the missing plugin to `plugins` of defineApp(), or correct its name.',
  ),
  'hook-cycle': entry<{ hook?: string; plugins: readonly string[] }>(
    'Order that is a circle',
    ({ hook, plugins }) =>
      `The taps${hook === undefined ? '' : ` on ${hook}`} cannot be ordered: ` +
      plugins
        .map((plugin, i) => `${quote(plugin)} comes after ${quote(plugins[i + 1] ?? plugins[0]!)}`)
        .join(', ') +
      '.',
    'Remove one of the `before`, `after` or `requires` between them.',
  ),
  'unknown-hook': entry<{ plugin: string; hook: string; known: readonly string[] }>(
    'Unknown hook',
    ({ plugin, hook, known }) =>
      `The plugin ${quote(plugin)} uses the hook ${quote(hook)}; the hooks are ${known.join(', ')}.`,
    'Correct the name; a plugin that also runs without the hook asks for it first: `if ("onFoo" in hooks)`.',
  ),
  'late-tap': entry<{ plugin: string; hook: string }>(
    'Tap after the start',
    ({ plugin, hook }) =>
      `The plugin ${quote(plugin)} tapped ${hook} after its setup; the order of taps is fixed then.`,
    'Tap inside setup(), and decide inside the tap whether there is something to do.',
  ),
  'bad-hook-answer': entry<{ plugin: string; hook: string; answer: string }>(
    'Answer of a tap not usable',
    ({ plugin, hook, answer }) =>
      `A tap of the plugin ${quote(plugin)} on ${hook} answered with ${answer}.`,
    'See the reference of that hook for what a tap may return; return nothing to go on.',
  ),
  'hook-timeout': entry<{ plugin: string; hook: string; milliseconds: number }>(
    'Tap took too long',
    ({ plugin, hook, milliseconds }) =>
      `A tap of the plugin ${quote(plugin)} on ${hook} was not done after ${milliseconds} ms.`,
    'Make it quicker, or raise the limit `hookTime`.',
  ),
  'hook-busy': entry<{ plugin: string; hook: string; limit: number }>(
    'Too many calls of a tap',
    ({ plugin, hook, limit }) =>
      `${limit} calls of a tap of the plugin ${quote(plugin)} on ${hook} were still running, so further ones are skipped.`,
    'Make it quicker, or raise the limit `hookCalls`.',
  ),
  'bad-redirect': entry<{ target: string }>(
    'Redirect to somewhere else',
    ({ target }) => `${quote(target)} is not a path on this site.`,
    'Give redirect() a path that begins with one slash, such as "/login".',
  ),
  'bad-cookie': entry<{ name: string }>(
    'Cookie not well formed',
    ({ name }) =>
      `The name or the value of the cookie ${quote(name)} has characters that a cookie cannot hold.`,
    'Encode the value, for instance with encodeURIComponent().',
  ),

  // Routes and pages
  'bad-route': entry<{ file: string; problem: string }>(
    'File name that is no route',
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
    'Module not usable',
    ({ file, problem }) => `${file} ${problem}.`,
    'Correct its exports as the guide on pages shows.',
  ),

  // Rendering
  'render-async': entry<{ view?: string }>(
    'Promise in a live render',
    ({ view }) =>
      `A promise stands where markup was expected${inView(view)}; a live render is synchronous.`,
    'Load the data with live.async(key, load) and render its value.',
  ),
  'not-a-child': entry<{ value: string }>(
    'Not something to show',
    ({ value }) => `${value} stands where text or markup was expected.`,
    'Show one of its members, or JSON.stringify() it.',
  ),
  'duplicate-key': entry<{ key: string }>(
    'Key used twice',
    ({ key }) => `Two rows of one list have the key ${quote(key)}.`,
    'Give each row a key of its own, such as the id of its item.',
  ),
  'bad-attribute': entry<{ name: string; value: string }>(
    'Not the value of an attribute',
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
    ({ value }) => `A tag stands for ${value}, which is neither a function nor a live view.`,
    'Check the import of the component: default or named?',
  ),
  'unknown-key': entry<{ key: string }>(
    'No such row',
    ({ key }) => `The list has no item with the key ${quote(key)}.`,
    'Ask list.has(key) first where the item may be gone.',
  ),
  'changed-key': entry<{ key: string; next: string }>(
    'Key of an item changed',
    ({ key, next }) => `An update of the item ${quote(key)} gave it the key ${quote(next)}.`,
    'Remove the old item and insert the new one.',
  ),
  'text-in-table': entry<{ text: string }>(
    'Text between the parts of a table',
    ({ text }) => `The text ${quote(text)} stands directly in a table, where browsers move it out.`,
    'Put it into a cell: <td>…</td>.',
  ),

  // Regions and their events
  'unknown-view': entry<{ view: string }>(
    'Unknown live view',
    ({ view }) => `There is no live view ${quote(view)}.`,
    'Export it as the default of a *.live.tsx file; after a rename, load the page again.',
  ),
  'unknown-event': entry<{ view: string; event: string }>(
    'Unknown event',
    ({ view, event }) => `The live view ${quote(view)} declares no event ${quote(event)}.`,
    'Declare it under `events` of defineLive(), or correct the name in the binding.',
  ),
  'bad-view': entry<{ view: string; problem: string }>(
    'Not a live view',
    ({ view, problem }) => `The live view ${quote(view)} ${problem}.`,
    'Write defineLive({ mount, events }, ({ state, on }) => <markup/>).',
  ),
  'region-busy': entry<{ view: string }>(
    'Too much work waiting',
    ({ view }) => `The queue of the live view ${quote(view)} is full, so a message was dropped.`,
    'Make its handlers quicker, publish less often, or raise the limit `regionQueue`.',
  ),
  denied: entry<{ step: string; reason: string }>(
    'Denied by a plugin',
    ({ step, reason }) => `A guard refused ${step}: ${reason}`,
    'See which plugins tap that step.',
  ),
  'invalid-payload': entry<{ view: string; event: string; issues: readonly string[] }>(
    'Payload refused',
    ({ view, event, issues }) =>
      `The schema of the event ${quote(event)} of the live view ${quote(view)} refuses its payload: ${issues.join('; ')}.`,
    'Send what the schema asks for, or widen the schema.',
  ),
  'handler-timeout': entry<{ view: string; handler: string; milliseconds: number }>(
    'Handler took too long',
    ({ view, handler, milliseconds }) =>
      `${quote(handler)} of the live view ${quote(view)} was not done after ${milliseconds} ms; its changes are dropped.`,
    'Do slow work in live.async(key, load), or raise the limit `turnTime`.',
  ),
  'late-assign': entry<{ view: string; call: string }>(
    'Turn already over',
    ({ view, call }) =>
      `live.${call}() was called in the live view ${quote(view)} after its turn had ended.`,
    'Await all work inside the handler, or do it in live.async(key, load).',
  ),
  'state-not-serialisable': entry<{ view: string; path: string; value: string }>(
    'State is not plain data',
    ({ view, path, value }) =>
      `The state of the live view ${quote(view)} holds ${value} at ${path}.`,
    'Keep plain data in the state, and what cannot be written as JSON outside of it.',
  ),
} satisfies Record<string, ErrorEntry<never>>;

/** The permanent name of an error that kit makes. */
export type ErrorCode = keyof typeof catalogue;

/** What the reason of an error needs to know. */
export type ErrorDetails<Code extends ErrorCode> = Parameters<
  (typeof catalogue)[Code]['reason']
>[0];

/** An error that kit makes; look it up by its `code`. */
export class SkerryError extends Error {
  override readonly name = 'SkerryError';
  /** Permanent name of the fault. */
  readonly code: ErrorCode;
  /** The fault in a few words. */
  readonly title: string;
  /** The next step. */
  readonly hint: string;

  constructor(code: ErrorCode, reason: string, options?: ErrorOptions) {
    super(reason, options);
    this.code = code;
    this.title = catalogue[code].title;
    this.hint = catalogue[code].hint;
  }
}

/** Makes an error of the catalogue, to be thrown: `throw fail('unknown-view', { view })`. */
export function fail<Code extends ErrorCode>(
  code: Code,
  details: ErrorDetails<Code>,
  options?: ErrorOptions,
): SkerryError {
  const reason = catalogue[code].reason as (details: ErrorDetails<Code>) => string;
  return new SkerryError(code, reason(details), options);
}
