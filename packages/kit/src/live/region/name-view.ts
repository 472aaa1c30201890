import { quote } from '../../core/error-entry.js';
import { type ErrorCode, SkerryError } from '../../core/errors.js';
import type { LiveView } from '../author/define.js';

/** Errors about markup and lists, which know no view. */
const unnamed: ReadonlySet<ErrorCode> = new Set([
  'bad-attribute',
  'duplicate-key',
  'not-a-child',
  'not-a-component',
  'render-async',
]);

const start = 'The live view ';

/** An error of a view's code; one that says nothing of the view says then which it is, and its file where that is known. */
export function nameView({ id, file }: LiveView, error: Error): Error {
  // The regions around it see it as well.
  const isUnnamed =
    error instanceof SkerryError && unnamed.has(error.code) && !error.message.includes(start);
  if (isUnnamed)
    error.message += ` ${start}${quote(id)}${file === undefined ? '' : ` (${file})`} shows it.`;
  return error;
}
