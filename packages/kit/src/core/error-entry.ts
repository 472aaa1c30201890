import { printable, quoted } from './printable.js';

/** One entry of the catalogue: what an error is called, why it happened and what to do next. */
export interface ErrorEntry<Details> {
  /** The fault in a few words, the same for every occurrence. */
  title: string;
  /** The reason, naming the thing at fault. */
  reason: (details: Details) => string;
  /** The next step for whoever reads it. */
  hint: string;
  /** Who is at fault, where it is not the app: then a log has a line of it, and no stack. */
  fault?: 'visitor';
}

/** Makes an entry whose reason takes details of one type. */
export const entry = <Details extends object>(
  title: string,
  reason: (details: Details) => string,
  hint: string,
): ErrorEntry<Details> => ({ title, reason, hint });

/** Marks an entry as the fault of a visitor, or of a page of another version. */
export const byVisitor = <Details>(made: ErrorEntry<Details>): ErrorEntry<Details> => ({
  ...made,
  fault: 'visitor',
});

/** A name in a message: quoted, on one line and bounded, since browsers choose some of them. */
export const quote = (name: string, length = 80): string => quoted(name, length);

/** The first of several things in a message, each on one line and bounded, and how many there are beside them. */
export function list(items: readonly string[], most = 3): string {
  const shown = items.slice(0, most).map((item) => printable(item, 120));
  return shown.join('; ') + (items.length > most ? `; and ${items.length - most} more` : '');
}
