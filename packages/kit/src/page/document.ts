import { attributeHtml, attributesText } from '../template/attributes.js';
import type { Assets } from './assets.js';
import type { PageIslands } from './page-islands.js';
import { elementHtml, type Head, headHtml } from './head.js';

/** A page before it is a document. */
export interface DocumentParts {
  body: string;
  head: Head;
  /** Files under `src/pages` that made the body, outermost first. */
  files: readonly string[];
  /** Whether the body holds a region: only then does the page load the script that starts them. */
  live: boolean;
  /** The islands in the body, those in its regions too. */
  islands: PageIslands;
}

/** Writes the whole document. Nothing in it is inline, so that a strict policy needs no nonce. */
export function documentHtml(parts: DocumentParts, assets: Assets): string {
  const { body, head } = parts;
  const attributes = Object.entries(attributesText({ lang: 'en', ...head.html }));
  return (
    `<!doctype html><html${attributes.map(([name, text]) => attributeHtml(name, text)).join('')}><head>` +
    '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">' +
    `${headHtml(head)}${assetsHtml(parts, assets)}</head><body>${body}</body></html>`
  );
}

function assetsHtml({ files, live, islands }: DocumentParts, assets: Assets): string {
  const starting = [
    live ? assets.client : undefined,
    startsIslands(files, live, islands, assets) ? assets.islands : undefined,
  ].filter((part) => part !== undefined);
  const styles = new Set([
    ...files.flatMap((file) => assets.styles(file)),
    ...starting.flatMap((part) => part.styles),
  ]);
  const preloads = new Set([
    ...starting.flatMap((part) => part.preloads),
    ...[...islands.urgent].flatMap((name) => assets.islandPreloads?.(name) ?? []),
  ]);
  // A deferred script would wait for the end of the document; an asynchronous one runs as soon as it is there.
  return (
    [...styles].map((href) => elementHtml('link', { rel: 'stylesheet', href })).join('') +
    [...preloads].map((href) => elementHtml('link', { rel: 'modulepreload', href })).join('') +
    [...assets.scripts, ...starting.map((part) => part.script)]
      .map((src) => `${elementHtml('script', { type: 'module', async: true, src })}</script>`)
      .join('')
  );
}

/** Whether the page needs the script that starts islands: for those that it shows, and for those that a region may show. */
const startsIslands = (
  files: readonly string[],
  live: boolean,
  islands: PageIslands,
  assets: Assets,
): boolean => islands.hydrate || (live && files.some((file) => assets.hasIslands?.(file)));
