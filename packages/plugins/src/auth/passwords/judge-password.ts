import { checkNumbers } from '../check-numbers.js';
import { badOption } from '../errors.js';
import { commonPasswords } from './common-passwords.js';
import { normalizePassword } from './scrypt.js';

/** The reason why a password cannot be used. */
export type PasswordFault = 'too-short' | 'too-long' | 'common' | 'contextual';

/** Rules for new passwords; there are none of composition (OWASP ASVS 5, 6.2). */
export interface PasswordRules {
  /** The least number of characters, from 8 to 64; 8 by default, 15 is better. */
  readonly minLength?: number | undefined;
  /** Words that are easily guessed here: the name of the app, of its maker, of the place. */
  readonly words?: readonly string[] | undefined;
}

/** The largest number of characters. It is far above the 64 that must be possible, and keeps bodies of forms small. */
export const maxPasswordLength = 1024;

/** The least number of characters that must be left when words that are easily guessed are taken out. */
const leastOwn = 8;

/** Checks the rules for new passwords. @throws AuthError `bad-options` */
export function checkRules({ minLength, words = [] }: PasswordRules): void {
  checkNumbers('passwords', { minLength }, { minLength: [8, 64] });
  if (!Array.isArray(words) || words.some((word) => typeof word !== 'string'))
    throw badOption('passwords.words', 'is no list of words', "Give words: ['Harbour'].");
}

/**
 * Judges a new password; returns the reason if it cannot be used. Characters are Unicode's code points.
 *
 * @param own words of the user: names, address
 */
export function judgePassword(
  password: string,
  { minLength = 8, words = [] }: PasswordRules = {},
  own: readonly string[] = [],
): PasswordFault | undefined {
  // A text is never longer in code points than in its units.
  if (password.length > maxPasswordLength * 2) return 'too-long';
  const normal = normalizePassword(password);
  const { length } = [...normal];
  if (length < minLength) return 'too-short';
  if (length > maxPasswordLength) return 'too-long';
  const lower = normal.toLowerCase();
  if (commonPasswords.has(lower)) return 'common';
  return isContextual(lower, [...words, ...own]) ? 'contextual' : undefined;
}

/** Returns true if little is left of a password without the words that everybody can guess. */
function isContextual(password: string, words: readonly string[]): boolean {
  let rest = password;
  for (const word of words.flatMap(partsOf).toSorted((a, b) => b.length - a.length))
    rest = rest.replaceAll(word, '');
  return rest !== password && [...rest].length < leastOwn;
}

/** A word in lower case, and the parts of an address or of several words; shorter ones are in every other password. */
const partsOf = (word: string): string[] => {
  const lower = normalizePassword(word).toLowerCase();
  return [lower, ...lower.split(/[^\p{L}\p{N}]+/u)].filter((part) => [...part].length >= 4);
};

/** Says in words for a visitor why a password cannot be used. */
export const passwordFaults: Readonly<Record<PasswordFault, string>> = {
  'too-short': 'Use a longer password; several words are a good one.',
  'too-long': 'Use a password of at most 1,024 characters.',
  common: 'Many people use this password, and it is guessed first. Use another one.',
  contextual: 'This password is too close to a name that others know. Use another one.',
};
