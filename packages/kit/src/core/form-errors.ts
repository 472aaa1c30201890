import { entry, type ErrorEntry, quote } from './error-entry.js';
import { printable } from './printable.js';

/** Faults in forms. */
export const formErrors = {
  'bad-form': entry<{ problem: string }>(
    'Unusable form',
    ({ problem }) => `A form ${printable(problem, 500)}.`,
    'Give form() an object schema of zod, arktype, or valibot with toStandardJsonSchema(), and files to an endpoint; rename a field whose name it refuses.',
  ),
  /** A warning in the log, in development: no visitor can see the error, or mend it. */
  'field-not-rendered': entry<{ view: string; form: string; field: string }>(
    'Field with an error, and not on the page',
    ({ view, form, field }) =>
      `The form ${quote(form)} of the live view ${quote(view)} was refused for its field ${quote(field)}, which the view never renders.`,
    'Render the field and its `errors`, give it a value in start(), or make it optional in the schema.',
  ),
} satisfies Record<string, ErrorEntry<never>>;
