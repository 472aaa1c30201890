import { framesOf } from '../core/error-text.js';
import { SkerryError } from '../core/errors.js';

const noSuchName =
  'No machine has that name: set HOST to an address of this one, or leave it out for all interfaces';
const noSuchAddress =
  'This machine has no such address: set HOST to one that it has, or leave it out for all interfaces';

/** The next step, by Node's code for the reason why a server cannot listen. */
const steps: Readonly<Record<string, string>> = {
  EADDRINUSE: 'Another process listens there: set PORT to another port',
  EACCES: 'This process may not use that port: set PORT to one from 1024 up',
  EADDRNOTAVAIL: noSuchAddress,
  EINVAL: noSuchAddress,
  ENOTFOUND: noSuchName,
  EAI_AGAIN: noSuchName,
};

/** The reason why a server did not start: one line with the next step and, for a tap of onStart, its stack; or the error itself if it is unknown. */
export function startFailure(
  error: unknown,
  { HOST, PORT = '3000' }: { HOST?: string | undefined; PORT?: string | undefined },
): unknown {
  if (error instanceof SkerryError) {
    const text = `${error.message} ${error.hint}`;
    // The stack leads to the tap.
    return error.code === 'start-failed' ? [text, ...framesOf(error)].join('\n') : text;
  }
  if (error instanceof RangeError) return error.message;
  const step = error instanceof Error && 'code' in error && steps[String(error.code)];
  if (!step) return error;
  const host = HOST ? `HOST ${JSON.stringify(HOST)}, ` : '';
  return `Cannot listen on ${host}PORT ${PORT}: ${error.message}. ${step}.`;
}
