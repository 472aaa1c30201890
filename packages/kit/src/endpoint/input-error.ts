import type { StandardSchemaV1 } from '@standard-schema/spec';

import { AppResponse } from '../core/app-response.js';
import { memberName, rowName } from '../live/form/entries/names.js';

/** One fault that a schema has found in the input of a request. */
export interface InputIssue {
  /** The field, as forms name it: `title`, `address.city`, `lines[0].city`; empty for the whole input. */
  readonly path: string;
  readonly message: string;
}

/** Issues that an answer has at most, and characters of a path or a message: a visitor decides how many there are. */
export const maxIssues = 50;
const maxText = 200;

/**
 * The input of a request that cannot be used. An endpoint that does not catch it answers with its status, and as JSON with its message
 * or, where a schema refused the input, its issues.
 */
export class InputError extends Error {
  override readonly name = 'InputError';

  constructor(
    /** 400 if the input cannot be read, 413 if it is too large, 415 if it is of another type, 422 if the schema refuses it. */
    readonly status: 400 | 413 | 415 | 422,
    message: string,
    /** The faults that the schema has found; 50 at most. */
    readonly issues: readonly InputIssue[] = [],
  ) {
    super(message);
  }

  /** The answer of an endpoint that has nothing else to say. */
  toResponse(): Response {
    const { status, message, issues } = this;
    const headers: Record<string, string> = { 'content-type': 'application/json;charset=UTF-8' };
    if (status === 415) headers.accept = inputTypes.join(', ');
    return new AppResponse(
      JSON.stringify(status === 422 ? { issues } : { message }),
      status,
      headers,
    );
  }
}

/** The content types of the bodies that can be read. */
export const inputTypes = [
  'application/json',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
] as const;

/** The error for input that a schema refuses. */
export function refusedInput(issues: readonly StandardSchemaV1.Issue[]): InputError {
  const shown = issues.slice(0, maxIssues).map(({ path = [], message }) => ({
    path: short(nameOf(path)),
    message: short(String(message)),
  }));
  return new InputError(422, 'The input is not valid.', shown);
}

/** The name of the field at a path in the input. */
const nameOf = (path: NonNullable<StandardSchemaV1.Issue['path']>): string =>
  path
    .map((step) => (typeof step === 'object' ? step.key : step))
    .reduce<string>(
      (name, step) =>
        typeof step === 'number' ? rowName(name, step) : memberName(name, String(step)),
      '',
    );

const short = (text: string): string =>
  text.length > maxText ? `${text.slice(0, maxText)}…` : text;
