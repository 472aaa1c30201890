import { types } from 'node:util';

import { appErrors } from './app-errors.js';
import { contentErrors } from './content-errors.js';
import { formErrors } from './form-errors.js';
import { islandErrors } from './island-errors.js';
import { messageErrors } from './message-errors.js';
import { pluginErrors } from './plugin-errors.js';
import { viewErrors } from './view-errors.js';

/** Every error that kit makes, by its permanent code. */
export const catalogue = {
  ...appErrors,
  ...pluginErrors,
  ...viewErrors,
  ...islandErrors,
  ...messageErrors,
  ...formErrors,
  ...contentErrors,
};

/** The permanent name of an error that kit makes. */
export type ErrorCode = keyof typeof catalogue;

/** The details in the reason of an error. */
export type ErrorDetails<Code extends ErrorCode> = Parameters<
  (typeof catalogue)[Code]['reason']
>[0];

/** An error that kit makes; look it up by its `code`. */
export class SkerryError extends Error {
  override readonly name = 'SkerryError';
  /** Permanent name of the fault. */
  readonly code: ErrorCode;
  /** The fault in a few words. */
  readonly title: string;
  /** The next step. */
  readonly hint: string;

  constructor(code: ErrorCode, reason: string, options?: ErrorOptions) {
    super(reason, options);
    this.code = code;
    this.title = catalogue[code].title;
    this.hint = catalogue[code].hint;
  }
}

/** Makes an error of the catalogue, to be thrown: `throw fail('region-busy', { view })`. */
export function fail<Code extends ErrorCode>(
  code: Code,
  details: ErrorDetails<Code>,
  options?: ErrorOptions,
): SkerryError {
  const reason = catalogue[code].reason as (details: ErrorDetails<Code>) => string;
  const error = new SkerryError(code, reason(details), options);
  // The place of origin distinguishes failures.
  Error.captureStackTrace(error, fail);
  return error;
}

/** Tells whether something that was thrown is an error of ours that a visitor is to blame for. */
export const isVisitorsFault = (thrown: unknown): thrown is SkerryError =>
  !types.isProxy(thrown) &&
  thrown instanceof SkerryError &&
  catalogue[thrown.code].fault === 'visitor';

/**
 * An error whose message is meant for visitors. For any other error they only learn that something failed.
 *
 * @example
 * live.load('tides', async (signal) => {
 *   const tides = await findTides(harbour, signal);
 *   if (!tides) throw new VisibleError(`No harbour is called ${harbour}.`);
 *   return tides;
 * });
 */
export class VisibleError extends Error {
  override readonly name = 'VisibleError';
}
