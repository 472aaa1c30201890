import { fork } from 'node:child_process';
import { on } from 'node:events';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

import type { Prerendered, PrerenderMessage } from '@skerry/kit/server';
import type { Plugin, ViteBuilder } from 'vite';

import { FileError } from '../app-files/exports.js';
import type { PageExtensions } from '../app-files/page-extensions.js';
import { findAppFiles, prerendersSomething } from '../app-files/app-files.js';
import { prerenderedFile, virtual } from '../modules/modules.js';
import { precompressFile } from './precompress.js';

/** The folder of the build that writes pages, beside the server's. */
export const prerenderFolder = (ofServer: string): string => `${ofServer}-prerender`;

/** Adds a third build like the server's: an app that runs once to write pages and answers of endpoints as files. */
export function prerenderBuild(): Plugin {
  return {
    name: 'skerry:prerender',
    apply: 'build',
    config: {
      // Settings of the server's environment apply here too.
      order: 'post',
      handler({ environments: { ssr } = {} }) {
        const build = {
          ...ssr?.build,
          outDir: prerenderFolder(`${ssr?.build?.outDir}`),
          sourcemap: true,
          rolldownOptions: { ...ssr?.build?.rolldownOptions, input: { index: virtual.prerender } },
        };
        return { environments: { prerender: { ...ssr, consumer: 'server', build } } };
      },
    },
  };
}

/** Writes prerendered pages as files for the browser, and the facts about them for the server. Returns true if the app is files alone. */
export async function prerender(
  builder: ViteBuilder,
  pageExtensions: PageExtensions,
): Promise<boolean> {
  const { config, environments } = builder;
  const { client, ssr, prerender: app } = environments;
  if (!client || !ssr || !app || !prerendersSomething(findAppFiles(config.root, pageExtensions)))
    return false;
  const folderOf = ({ config: { build } }: typeof app) => resolve(config.root, build.outDir);
  try {
    await builder.build(app);
    const entry = join(folderOf(app), 'index.js');
    const written = await writePages(entry, config.root, folderOf(client));
    await writeFile(join(folderOf(ssr), prerenderedFile), JSON.stringify(written));
    config.logger.info(`pages prerendered: ${Object.keys(written.pages).length}`);
    return written.isStatic ?? false;
  } finally {
    await rm(folderOf(app), { recursive: true, force: true });
  }
}

/** Runs the app in a process of its own, and writes the pages that it sends. */
async function writePages(entry: string, cwd: string, folder: string): Promise<Prerendered> {
  const app = fork(entry, {
    cwd,
    execArgv: ['--enable-source-maps'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    // Endpoints may answer with bytes.
    serialization: 'advanced',
  });
  try {
    for await (const [said] of on(app, 'message', { close: ['close'] })) {
      const message = said as PrerenderMessage;
      if ('page' in message) await writePage(folder, message.page);
      else if ('done' in message) return message.done;
      else throw Object.assign(new Error(), message.failed);
    }
  } finally {
    app.kill('SIGKILL');
  }
  throw new FileError(
    `The app ended (${app.signalCode ?? `code ${app.exitCode}`}) before its pages were prerendered.`,
    'Its output is above. The app must be able to start where it is built, or no page can export `prerender`.',
  );
}

type Page = Extract<PrerenderMessage, { page: unknown }>['page'];

async function writePage(folder: string, { name, file, content, isSpare }: Page): Promise<void> {
  const path = join(folder, file);
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content, { flag: 'wx' });
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'EEXIST' && isSpare) return;
    const reason = code === 'EEXIST' ? 'another file is there' : message;
    throw new FileError(
      `${name} cannot be written to ${path}: ${reason}.`,
      'Rename that file, or leave the page out of `prerender`.',
    );
  }
  await precompressFile(path);
}
