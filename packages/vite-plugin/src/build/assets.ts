import { readFile } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { strategies } from '@skerry/islands/directives';
import {
  type Manifest,
  type ManifestChunk,
  normalizePath,
  type ResolvedConfig,
  type Rolldown,
} from 'vite';

import { type BuiltAssets, loadsEverywhere, type Script, virtual } from '../modules/modules.js';
import type { AppParts, WholeApp } from '../plugin-parts/app-parts.js';
import { findReachable, type Part } from './reachable.js';
import { resolveIn } from '../modules/resolve-import.js';

/** Lists the browser's built files for the server's build. */
export async function builtAssets(
  context: Rolldown.PluginContext,
  files: WholeApp,
  appParts: AppParts,
): Promise<BuiltAssets> {
  const config = context.environment.getTopLevelConfig();
  const made = await BrowserBuild.readBuild(config);
  const pages = [...files.routes, ...files.pages];
  const reached = await findReachable(
    pages.map(([, file]) => file),
    resolveIn(context),
    appParts,
  );
  const routes = pages.map(([name, file]) => [name, reached.get(file)?.parts ?? []] as const);
  const withRegions = pages.flatMap(([name, file]) => (reached.get(file)?.regions ? name : []));
  const islands = new Set(routes.flatMap(([, parts]) => parts.flatMap(islandOf)));
  return {
    styles: Object.fromEntries(
      routes.map(([name, parts]) => [name, parts.flatMap((part) => made.stylesOf(part))]),
    ),
    client: made.entryScript(virtual.client),
    late: made.entryScript(virtual.late),
    lateStyles: made.entryScript(virtual.lateStyles),
    holes: made.entryScript(virtual.holes),
    everyPage: loadsEverywhere(files.parts) ? made.entryScript(virtual.everyPage) : undefined,
    islands: islands.size > 0 ? made.entryScript(virtual.islands) : undefined,
    islandPreloads: Object.fromEntries(
      [...islands].map((name) => [name, made.islandFiles(name).scripts]),
    ),
    strategies: [...strategies, ...files.strategies.keys()],
    withRegions,
    withIslands: routes.flatMap(([name, parts]) =>
      parts.some((part) => 'island' in part) ? name : [],
    ),
  };
}

const islandOf = (part: Part): string[] => ('island' in part ? [part.island] : []);

/** The output of the browser's build. */
class BrowserBuild {
  readonly #config: ResolvedConfig;
  readonly #manifest: Manifest;

  constructor(config: ResolvedConfig, manifest: Manifest) {
    this.#config = config;
    this.#manifest = manifest;
  }

  static async readBuild(config: ResolvedConfig): Promise<BrowserBuild> {
    const folder = config.environments.client?.build.outDir ?? 'dist/client';
    const text = await readFile(resolve(config.root, folder, '.vite/manifest.json'), 'utf8');
    return new BrowserBuild(config, JSON.parse(text) as Manifest);
  }

  /** The script that a page begins with. */
  entryScript(id: string): Script {
    const { scripts, styles } = this.#files(this.#virtual(id));
    const [script, ...preloads] = scripts;
    return { script: script!, preloads, styles };
  }

  /** The files that an island is loaded with. */
  islandFiles(name: string): { scripts: string[]; styles: string[] } {
    return this.#files(this.#virtual(`${virtual.island}${name}.js`));
  }

  stylesOf(part: Part): string[] {
    return 'island' in part ? this.islandFiles(part.island).styles : this.#sheet(part.style);
  }

  #sheet(style: string): string[] {
    const chunk = this.#manifest[normalizePath(relative(this.#config.root, style))];
    if (!chunk) throw missing(style);
    // A style sheet that islands also import is in a chunk that imports it.
    return chunk.file.endsWith('.css') ? [this.#url(chunk.file)] : this.#files(chunk).styles;
  }

  /** The chunk of a module that the plugin writes. The manifest names it by a path without a file. */
  #virtual(id: string): ManifestChunk {
    const chunk = Object.values(this.#manifest).find(({ src }) => src?.endsWith(id));
    if (!chunk) throw missing(id);
    return chunk;
  }

  /** URLs of a chunk and of everything that it imports. */
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
  new Error(`The build for browsers has no ${what}: build the whole app, client first.`);
