import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { type Manifest, normalizePath, type ResolvedConfig, type Rolldown } from 'vite';

import type { AppFiles } from '../files.js';
import { type BuiltAssets, virtual } from '../modules.js';
import { findStyles, resolveIn } from './styles.js';

/** Names what the browser's build has made, for the server's. */
export async function builtAssets(
  context: Rolldown.PluginContext,
  files: AppFiles,
): Promise<BuiltAssets> {
  const config = context.environment.getTopLevelConfig();
  const manifest = await readManifest(config);
  const styles = await findStyles(files.routes.values(), resolveIn(context));
  const url = (file: string): string => config.base + file;
  const urlOf = (style: string): string => {
    const made = manifest[normalizePath(relative(config.root, style))];
    if (!made)
      throw new Error(
        `The build for browsers has not made ${style}: build the whole app, client first.`,
      );
    return url(made.file);
  };
  return {
    styles: Object.fromEntries(
      [...files.routes].map(([name, file]) => [name, (styles.get(file) ?? []).map(urlOf)]),
    ),
    client: clientAssets(manifest, url),
  };
}

async function readManifest({ root, environments }: ResolvedConfig): Promise<Manifest> {
  const folder = environments.client?.build.outDir ?? 'dist/client';
  return JSON.parse(await readFile(join(root, folder, '.vite/manifest.json'), 'utf8'));
}

function clientAssets(manifest: Manifest, url: (file: string) => string): BuiltAssets['client'] {
  const entry = Object.values(manifest).find(
    ({ src, isEntry }) => isEntry && src?.endsWith(virtual.client),
  );
  if (!entry)
    throw new Error(
      'The build for browsers has not made its entry: build the whole app, client first.',
    );
  const preloads = (entry.imports ?? [])
    .map((key) => manifest[key]?.file)
    .filter((file) => file !== undefined);
  return {
    script: url(entry.file),
    preloads: preloads.map(url),
    styles: (entry.css ?? []).map(url),
  };
}
