import { promisify } from 'node:util';

import { SkerryError } from '../core/errors.js';
import { toError } from '../core/thrown.js';
import { prerenderApp, type PrerenderOptions, type RenderedPage } from './prerender.js';
import type { Prerendered } from './prerendered.js';

/** A message from a prerendering process to the build: one per page, and then the outcome. */
export type PrerenderMessage =
  | { page: RenderedPage }
  | { done: Prerendered }
  | { failed: { message: string; stack: string } };

/** Prerenders an app in a process of its own, so that open handles of the app do not keep the build waiting. */
export async function runPrerender(options: PrerenderOptions): Promise<void> {
  const send = promisify<PrerenderMessage, void>(process.send!.bind(process));
  process.once('disconnect', () => process.exit(1));
  try {
    await send({ done: await prerenderApp(options, (page) => send({ page })) });
    process.exit(0);
  } catch (error) {
    await send({ failed: describeFailure(error) });
    process.exit(1);
  }
}

/** The message of a failure with its next step, and the stack in the code of the page, if it threw. */
function describeFailure(thrown: unknown): { message: string; stack: string } {
  const error = toError(thrown);
  const { message, cause, stack } = error;
  const hint = error instanceof SkerryError ? ` ${error.hint}` : '';
  const lines = ((cause instanceof Error && cause.stack) || stack || '').split('\n');
  // The module that calls this is generated: source maps take its frame, and Node's below, for those of the module before it.
  const own = lines.findIndex((line) => line.includes('/prerender/main.'));
  const frames = lines.slice(0, own < 0 ? undefined : own).filter((line) => /^\s+at /.test(line));
  return {
    message: message + hint,
    stack: [`Error: ${message}${hint}`, ...frames].join('\n'),
  };
}
