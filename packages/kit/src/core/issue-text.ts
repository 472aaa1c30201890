import type { StandardSchemaV1 } from '@standard-schema/spec';

/**
 * The text of an issue that a schema found, with the path of the value: `by: Expected a number`.
 *
 * The form of issues and paths is that of Standard Schema 1: https://standardschema.dev
 */
export function issueText({ path = [], message }: StandardSchemaV1.Issue): string {
  const at = path.map((step) => String(typeof step === 'object' ? step.key : step)).join('.');
  return at === '' ? String(message) : `${at}: ${message}`;
}
