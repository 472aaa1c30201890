import { printable, quoted } from './printable.js';

/** One entry of the catalogue: what an error is called, why it happened and what to do next. */
export interface ErrorEntry<Details> {
  /** The fault in a few words, the same for every occurrence. */
  title: string;
  /** The reason, naming the thing at fault. */
  reason: (details: Details) => string;
  /** The next step for the reader. */
  hint: string;
  /** The party at fault. A visitor's fault is a line in the log, without a stack. */
  fault: 'app' | 'visitor';
}

/** Makes an entry whose reason takes details of one type. */
export const entry = <Details extends object>(
  title: string,
  reason: (details: Details) => string,
  hint: string,
  fault: ErrorEntry<Details>['fault'] = 'app',
): ErrorEntry<Details> => ({ title, reason, hint, fault });

/** A name in a message: quoted, on one line and bounded, since browsers choose some of them. */
export const quote = (name: string, length = 80): string => quoted(name, length);

/** The first of several things in a message, each on one line and bounded, and how many there are beside them. */
export function list(items: readonly string[], most = 3): string {
  const shown = items.slice(0, most).map((item) => printable(item, 120));
  return shown.join('; ') + (items.length > most ? `; and ${items.length - most} more` : '');
}
