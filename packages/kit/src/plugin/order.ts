import { satisfies } from 'semver';

import type { Plugin } from '../core/config.js';
import { describe } from '../core/describe.js';
import { fail } from '../core/errors.js';
import { version as kitVersion } from '../core/version.js';
import { inOrder } from '../hooks/order.js';
import { definitionOf } from './options.js';
import { encloses, type Seat } from './values.js';

/** The plugins of one folder of pages, as its `_plugins.ts` lists them; the folder of the app's own list is `''`. */
export interface PluginFolder {
  readonly folder: string;
  /** The place where they are listed, for errors. */
  readonly list: string;
  readonly plugins: readonly Plugin[];
}

/** A plugin at its place in the app. */
export interface SeatedPlugin extends Seat {
  readonly source: Plugin;
  /** The place where it is listed. */
  readonly list: string;
}

/**
 * Puts plugins in the order of their setup: each one valid and listed once, after those that it depends on, and in the order
 * that `before` and `after` ask for. Otherwise they keep the order of their lists, outer folders first.
 *
 * @throws SkerryError `bad-plugin`, `duplicate-plugin`, `missing-plugin`, `plugin-version`, `plugin-conflict`, `hook-cycle`
 */
export function orderPlugins(folders: readonly PluginFolder[]): SeatedPlugin[] {
  const all = folders
    .toSorted((a, b) => depthOf(a.folder) - depthOf(b.folder))
    .flatMap(({ folder, list, plugins }) =>
      plugins.map((source, index) => ({
        source: checkPlugin(source, index, list),
        plugin: source.name,
        folder,
        list,
      })),
    );
  for (const each of all) {
    checkTwins(each, all);
    checkKit(each);
    checkConflicts(each, all);
  }
  const earlier = new Map(all.map((each) => [each, new Set(dependenciesOf(each, all))]));
  for (const each of all) {
    const { before, after } = definitionOf(each.source);
    for (const other of named(after, all)) earlier.get(each)!.add(other);
    for (const other of named(before, all)) earlier.get(other)!.add(each);
  }
  return inOrder(
    all,
    (each) => earlier.get(each)!,
    (cycle) => fail('hook-cycle', { plugins: cycle.map(({ plugin }) => plugin) }),
  );
}

const depthOf = (folder: string): number => (folder === '' ? 0 : folder.split('/').length);

const named = (names: string | readonly string[] = [], all: readonly SeatedPlugin[]) =>
  all.filter(({ plugin }) => [names].flat().includes(plugin));

function checkPlugin(plugin: Plugin, index: number, list: string): Plugin {
  const isMade =
    typeof (plugin?.definition as { setup?: unknown } | undefined)?.setup === 'function';
  if (isMade && plugin.name === definitionOf(plugin).name) return plugin;
  throw fail('bad-plugin', {
    plugin: index,
    list,
    problem: `is ${describe(plugin)}, which no function of definePlugin() returned`,
  });
}

/** A plugin is there once for each page, unless it allows more. */
function checkTwins(seated: SeatedPlugin, all: readonly SeatedPlugin[]): void {
  if (definitionOf(seated.source).multiple) return;
  const twin = all.find(
    (other) =>
      other !== seated && other.plugin === seated.plugin && encloses(other.folder, seated.folder),
  );
  if (twin)
    throw fail('duplicate-plugin', {
      plugin: seated.plugin,
      lists: [...new Set([twin.list, seated.list])],
    });
}

function checkKit({ plugin, source }: SeatedPlugin): void {
  const { skerry } = definitionOf(source);
  if (skerry !== undefined && !isWithin(kitVersion, skerry))
    throw fail('plugin-version', {
      plugin,
      field: 'skerry',
      range: skerry,
      needs: '@skerry/kit',
      version: kitVersion,
    });
}

function checkConflicts(seated: SeatedPlugin, all: readonly SeatedPlugin[]): void {
  const [other] = named(definitionOf(seated.source).conflicts, all);
  if (other) throw fail('plugin-conflict', { plugin: seated.plugin, other: other.plugin });
}

function dependenciesOf(seated: SeatedPlugin, all: readonly SeatedPlugin[]): SeatedPlugin[] {
  const { dependencies = {} } = definitionOf(seated.source);
  return Object.entries(dependencies).flatMap(([needs, { version: range, optional }]) => {
    const same = named(needs, all);
    const seen = same.filter(({ folder }) => encloses(folder, seated.folder));
    if (seen.length === 0 && !optional)
      throw fail('missing-plugin', {
        plugin: seated.plugin,
        needs,
        elsewhere: same.map(({ list }) => list),
        from: seated.list,
      });
    for (const { source } of seen)
      if (range !== undefined && !isWithin(source.version, range))
        throw fail('plugin-version', {
          plugin: seated.plugin,
          field: `dependencies[${JSON.stringify(needs)}].version`,
          range,
          needs,
          version: source.version,
        });
    return seen;
  });
}

/** Tells whether a version is in a range; versions before a release count as the release. */
const isWithin = (version: string | undefined, range: string): boolean =>
  version !== undefined && satisfies(version, range, { includePrerelease: true });
