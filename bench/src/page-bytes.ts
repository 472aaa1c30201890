import { gzipSync } from 'node:zlib';
import type { Browser, Response } from 'playwright';

import { openPage } from './page-load.js';

/** The bytes of a page; script is counted compressed, file by file, with inline scripts as one more file. */
export interface PageBytes {
  script: number;
  html: number;
  htmlGzip: number;
  /** The document and its files, compressed. */
  all: number;
}

/** Weighs a page and the scripts that it has loaded once its islands are hydrated. */
export async function weighPage(
  browser: Browser,
  options: { url: string; islands: number },
): Promise<PageBytes> {
  const page = await browser.newPage();
  const responses: Response[] = [];
  page.on('response', (response) => responses.push(response));
  await openPage(page, options);
  const texts = (type: string): Promise<string[]> =>
    Promise.all(
      responses
        .filter((response) => response.request().resourceType() === type)
        .map((response) => response.text()),
    );
  const files = (await texts('script')).reduce((sum, text) => sum + compressed(text), 0);
  const [html] = (await texts('document')) as [string];
  await page.close();
  const inline = [...html.matchAll(/<script>(.*?)<\/script>/gs)].map(([, text]) => text).join('\n');
  const htmlGzip = compressed(html);
  return {
    script: files + (inline ? compressed(inline) : 0),
    html: Buffer.byteLength(html),
    htmlGzip,
    all: files + htmlGzip,
  };
}

const compressed = (text: string): number => gzipSync(text, { level: 9 }).length;
