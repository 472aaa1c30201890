import { regionTag } from '@skerry/wire';

import type { ResolvedConfig } from '../core/config.js';
import type { MergedHead } from './head.js';

/** A page as far as it is sent at once. */
interface CheckedPage {
  readonly path: string;
  readonly head: MergedHead;
  readonly body: string;
  /** True if it may hold regions. */
  readonly live: boolean;
}

/** Warns, in development, of what works in the page and disappoints its visitors. */
export function warnOfPage(
  config: Pick<ResolvedConfig, 'limits' | 'log'>,
  page: CheckedPage,
): void {
  if (page.live) warnOfMany(config, page);
  warnOfExpected(config, page);
}

/** Warns if a page contains more regions than its connection may join; those inside others count too. */
function warnOfMany(
  { limits, log }: Pick<ResolvedConfig, 'limits' | 'log'>,
  { path, body }: CheckedPage,
): void {
  const count = body.split(`<${regionTag} `).length - 1;
  if (count > limits.maxChannels)
    log.warn(
      `The page ${path} holds ${count} regions, and a connection joins at most ${limits.maxChannels}: ` +
        'the others never go live. Render fewer, or raise the limit `maxChannels`.',
    );
}

/** Warns if a browser is to wait for an element that is in late content: it would show nothing until then. */
function warnOfExpected(
  { log }: Pick<ResolvedConfig, 'log'>,
  { path, head: { link = [] }, body }: CheckedPage,
): void {
  for (const { rel, href = '' } of link)
    if (rel === 'expect' && href.startsWith('#') && !body.includes(`id="${href.slice(1)}"`))
      log.warn(
        `The page ${path} has a <link rel="expect"> for ${href}, which is not in what is sent at once: ` +
          'the browser shows nothing until it comes. Take it out of its <Suspense>, or name another element.',
      );
}
