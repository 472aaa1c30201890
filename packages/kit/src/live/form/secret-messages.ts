import { inspect } from 'node:util';

import type { StandardSchemaV1 } from '@standard-schema/spec';

import type { Entries } from './entries/entries.js';

/** Shorter texts are in messages by chance, for example the first letters of a password in "too short". */
const shortestPart = 3;

/**
 * Some libraries quote the value that they refuse, and a schema may have transformed it before: an issue that quotes a secret says
 * no more than that. It does if it contains the entered text without regard to case, spaces around and Unicode forms; or the
 * letters and digits of it alone, whatever is between them; or the number that it spells. What has less than three characters
 * counts as a whole word only. The rule holds for all issues, as those of the whole form and of other fields may quote a secret, too.
 */
export function withoutSecrets(
  issues: readonly StandardSchemaV1.Issue[],
  secrets: Entries['texts'],
): readonly StandardSchemaV1.Issue[] {
  const texts = textsOf(secrets);
  return issues.map((issue) =>
    quotes(String(issue.message), texts) ? { ...issue, message: 'Not valid.' } : issue,
  );
}

/** An error of a schema, for logs and hooks: another with its stack in its place, if it quotes a secret. */
export function withoutSecret(thrown: unknown, secrets: Entries['texts']): unknown {
  const frame = /^ {4}at .*$/gm;
  if (!quotes(inspect(thrown).replaceAll(frame, ''), textsOf(secrets))) return thrown;
  const frames = thrown instanceof Error ? (thrown.stack?.match(frame) ?? []) : [];
  const error = new Error('The schema has thrown an error that quotes a secret field.');
  error.stack = [String(error), ...frames].join('\n');
  return error;
}

/** The texts that must not be quoted. */
const textsOf = (secrets: Entries['texts']): Folded[] =>
  Object.values(secrets)
    .flat()
    .flatMap((text) => [folded(text), numberIn(text)])
    .filter((text) => text !== '')
    .map((text) => ({ text, bare: withoutSeparators(text) }));

function quotes(message: string, secrets: readonly Folded[]): boolean {
  const text = folded(message);
  const bare = withoutSeparators(text);
  return secrets.some((each) => isQuoted(each, { text, bare }));
}

/** A folded text, and the letters and digits of it alone. */
interface Folded {
  readonly text: string;
  readonly bare: string;
}

/** A text as far as it is the same after changes of case, of Unicode form and of the spaces around it. */
const folded = (text: string): string => text.normalize('NFKC').toLowerCase().trim();

const withoutSeparators = (text: string): string => text.replaceAll(/[^\p{L}\p{N}]/gu, '');

/** The number that a text spells, as libraries write it; empty if it is none. */
function numberIn(text: string): string {
  const trimmed = text.trim();
  if (/^\d+$/.test(trimmed)) return trimmed.replace(/^0+(?=\d)/, '');
  return trimmed !== '' && Number.isFinite(Number(trimmed)) ? String(Number(trimmed)) : '';
}

const isQuoted = ({ text, bare }: Folded, message: Folded): boolean =>
  text.length < shortestPart
    ? hasWord(message.text, text)
    : message.text.includes(text) || (bare.length >= shortestPart && message.bare.includes(bare));

/** Tells whether a text is in a message with no letter or digit beside it. */
function hasWord(message: string, text: string): boolean {
  const isEdge = (at: number): boolean => !/[\p{L}\p{N}]/u.test(message.charAt(at));
  for (let at = message.indexOf(text); at >= 0; at = message.indexOf(text, at + 1))
    if (isEdge(at - 1) && isEdge(at + text.length)) return true;
  return false;
}
