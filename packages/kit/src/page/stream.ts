import type { HeaderOverrides } from '../core/answer-headers.js';
import { joinHtml } from '../template/html-chunks.js';
import type { Head } from './head.js';
import { isPageInterrupt, type PageInterrupt } from './page-interrupt.js';
import type { PageContent } from './page.js';
import type { Shell } from './shell.js';

/** A completely written page. */
export interface WrittenPage {
  shell: Shell;
  /** The content of its body. */
  body: string;
  /** The whole document. */
  html: string;
}

/**
 * Writes a page body first: the shell is made when all chunks of the body are there, so that it knows what the page
 * contains. Returns the interrupt if a chunk throws one.
 */
export async function writeBodyFirst(
  { body, around }: PageContent,
  shellOf: (head: Head, headers: HeaderOverrides) => Shell,
): Promise<WrittenPage | PageInterrupt> {
  let text: string;
  try {
    text = await joinHtml(body);
  } catch (error) {
    if (isPageInterrupt(error)) return error;
    throw error;
  }
  const shell = shellOf(...(await around));
  return { shell, body: text, html: `${shell.html}${text}</body></html>` };
}
