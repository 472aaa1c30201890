import { entry, type ErrorEntry, list, quote } from './error-entry.js';
import { printable } from './printable.js';

/** Faults of plugins and of their taps. */
export const pluginErrors = {
  // Plugins and hooks
  'bad-plugin': entry<{ plugin: string | number; problem: string; list?: string }>(
    'Not a plugin',
    // Something that is not a plugin has no reliable name: its index identifies it.
    ({ plugin, problem, list = 'plugins' }) =>
      `${typeof plugin === 'number' ? `${list}[${plugin}]` : `The plugin ${quote(plugin)}`} ${problem}.`,
    'Make plugins with definePlugin({ name, setup }) and list the result of calling it: `plugins: [visits()]`.',
  ),
  'bad-plugin-part': entry<{ plugin: string; problem: string }>(
    'Unusable part of a plugin',
    ({ plugin, problem }) => `The plugin ${quote(plugin)} adds ${problem}.`,
    'Correct the call in its setup.',
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
  /** Ends the server, and shows in development. At build it is a warning: the plugin may lack what it has at run time alone. */
  'plugin-setup': entry<{ plugin: string; problem: string }>(
    'Setup of a plugin failed',
    ({ plugin, problem }) =>
      `The setup of the plugin ${quote(plugin)} ${printable(problem, 1_000).replace(/\.$/, '')}.`,
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
    'See the warnings of the build: it runs src/app.ts and the setup of the plugin to learn of its parts, also without the environment of the server. Give a test `parts: { [name]: module }`.',
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
  'start-failed': entry<{ plugin?: string; file?: string; problem: string }>(
    'App did not start',
    ({ plugin, file, problem }) =>
      plugin === undefined
        ? `The app did not start, since start() of ${file} failed: ${problem}`
        : `The app did not start, since a tap of the plugin ${quote(plugin)} on onStart failed: ${problem}`,
    'Correct it, or provide the service that it needs, and start the app again.',
  ),
  /** Goes to `onError`; the stop goes on. */
  'server-end-timeout': entry<{ milliseconds: number }>(
    'End of the server code took too long',
    ({ milliseconds }) =>
      `The function that start() of src/server.ts has returned was not done after ${milliseconds} ms.`,
    'Make it quicker, or raise the limit `hookTimeout`.',
  ),
  /** Goes to `onError`, after `hook-busy`, when no call is running any more. */
  'hook-skipped': entry<{ plugin: string; hook: string; count: number }>(
    'Calls of a tap skipped',
    ({ plugin, hook, count }) =>
      `${count} calls of a tap of the plugin ${quote(plugin)} on ${hook} were skipped, since too many were running.`,
    'Make it quicker, or raise the limit `maxHookCalls`.',
  ),
  /** Goes to `onError`, once until no call is running any more. */
  'hook-busy': entry<{ plugin: string; hook: string; limit: number }>(
    'Too many calls of a tap',
    ({ plugin, hook, limit }) =>
      `${limit} calls of a tap of the plugin ${quote(plugin)} on ${hook} were still running, so further ones are skipped.`,
    'Make it quicker, or raise the limit `maxHookCalls`.',
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
