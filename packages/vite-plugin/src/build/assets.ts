import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { strategies } from '@skerry/islands/directives';
import {
  type Manifest,
  type ManifestChunk,
  normalizePath,
  type ResolvedConfig,
  type Rolldown,
} from 'vite';

import type { AppFiles } from '../app-files/app-files.js';
import { type BuiltAssets, type Script, virtual } from '../modules/modules.js';
import { findReach, type Part, resolveIn } from './reachable.js';

/** Names what the browser's build has made, for the server's. */
export async function builtAssets(
  context: Rolldown.PluginContext,
  files: AppFiles,
): Promise<BuiltAssets> {
  const config = context.environment.getTopLevelConfig();
  const made = await Made.read(config);
  const reached = await findReach(config.root, files.routes.values(), resolveIn(context));
  const routes = [...files.routes].map(
    ([name, file]) => [name, reached.get(file)?.parts ?? []] as const,
  );
  const islands = new Set(routes.flatMap(([, parts]) => parts.flatMap(islandOf)));
  return {
    styles: Object.fromEntries(
      routes.map(([name, parts]) => [name, parts.flatMap((part) => made.stylesOf(part))]),
    ),
    client: made.entry(virtual.client),
    islands: islands.size > 0 ? made.entry(virtual.islands) : undefined,
    islandPreloads: Object.fromEntries(
      [...islands].map((name) => [name, made.island(name).scripts]),
    ),
    strategies: [...strategies, ...files.strategies.keys()],
    withIslands: routes.flatMap(([name, parts]) =>
      parts.some((part) => 'island' in part) ? name : [],
    ),
  };
}

const islandOf = (part: Part): string[] => ('island' in part ? [part.island] : []);

/** What the browser's build has made. */
class Made {
  readonly #config: ResolvedConfig;
  readonly #manifest: Manifest;

  constructor(config: ResolvedConfig, manifest: Manifest) {
    this.#config = config;
    this.#manifest = manifest;
  }

  static async read(config: ResolvedConfig): Promise<Made> {
    const folder = config.environments.client?.build.outDir ?? 'dist/client';
    const text = await readFile(join(config.root, folder, '.vite/manifest.json'), 'utf8');
    return new Made(config, JSON.parse(text) as Manifest);
  }

  /** What a page loads to start with. */
  entry(id: string): Script {
    const { scripts, styles } = this.#files(this.#virtual(id));
    const [script, ...preloads] = scripts;
    return { script: script!, preloads, styles };
  }

  /** What an island is loaded with. */
  island(name: string): { scripts: string[]; styles: string[] } {
    return this.#files(this.#virtual(`${virtual.island}${name}.js`));
  }

  stylesOf(part: Part): string[] {
    return 'island' in part ? this.island(part.island).styles : this.#sheet(part.style);
  }

  #sheet(style: string): string[] {
    const chunk = this.#manifest[normalizePath(relative(this.#config.root, style))];
    if (!chunk) throw missing(style);
    // A sheet that islands import as well is a chunk that brings it in.
    return chunk.file.endsWith('.css') ? [this.#url(chunk.file)] : this.#files(chunk).styles;
  }

  /** The chunk of a module that the plugin writes, which the manifest names by a path that leads nowhere. */
  #virtual(id: string): ManifestChunk {
    const chunk = Object.values(this.#manifest).find(({ src }) => src?.endsWith(id));
    if (!chunk) throw missing(id);
    return chunk;
  }

  /** URLs of what a chunk is and brings in, with all that it imports. */
  #files(chunk: ManifestChunk): { scripts: string[]; styles: string[] } {
    const chunks = new Set<ManifestChunk>();
    const visit = (next: ManifestChunk): void => {
      if (chunks.has(next)) return;
      for (const key of next.imports ?? []) visit(this.#manifest[key]!);
      chunks.add(next);
    };
    visit(chunk);
    const all = [...chunks];
    return {
      scripts: all.map(({ file }) => this.#url(file)).reverse(),
      styles: [...new Set(all.flatMap(({ css = [] }) => css))].map((file) => this.#url(file)),
    };
  }

  #url(file: string): string {
    return this.#config.base + file;
  }
}

const missing = (what: string): Error =>
  new Error(`The build for browsers has not made ${what}: build the whole app, client first.`);
