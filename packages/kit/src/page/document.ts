import { attributeHtml, attributesText } from '../template/attributes.js';
import type { Assets } from './assets.js';
import { elementHtml, type Head, headHtml } from './head.js';

/** A page before it is a document. */
export interface DocumentParts {
  body: string;
  head: Head;
  /** Files under `src/pages` that made the body, outermost first. */
  files: readonly string[];
  /** Whether the body holds a live region: only then does the page load a script. */
  live: boolean;
}

/** Writes the whole document. Nothing in it is inline, so that a strict policy needs no nonce. */
export function documentHtml({ body, head, files, live }: DocumentParts, assets: Assets): string {
  const attributes = Object.entries(attributesText({ lang: 'en', ...head.html }));
  return (
    `<!doctype html><html${attributes.map(([name, text]) => attributeHtml(name, text)).join('')}><head>` +
    '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">' +
    `${headHtml(head)}${assetsHtml(files, live, assets)}</head><body>${body}</body></html>`
  );
}

function assetsHtml(files: readonly string[], live: boolean, assets: Assets): string {
  const client = live ? assets.client : undefined;
  const styles = new Set([
    ...files.flatMap((file) => assets.styles(file)),
    ...(client?.styles ?? []),
  ]);
  const scripts = client ? [...assets.scripts, client.script] : assets.scripts;
  // A deferred script would wait for the end of the document; an asynchronous one runs as soon as it is there.
  return (
    [...styles].map((href) => elementHtml('link', { rel: 'stylesheet', href })).join('') +
    (client?.preloads ?? [])
      .map((href) => elementHtml('link', { rel: 'modulepreload', href }))
      .join('') +
    scripts
      .map((src) => `${elementHtml('script', { type: 'module', async: true, src })}</script>`)
      .join('')
  );
}
