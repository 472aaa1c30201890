/** One entry of the catalogue: what an error is called, why it happened and what to do next. */
export interface ErrorEntry<Details> {
  /** The fault in a few words, the same for every occurrence. */
  title: string;
  /** The reason, naming the thing at fault. */
  reason: (details: Details) => string;
  /** The next step for whoever reads it. */
  hint: string;
}

/** Makes an entry whose reason takes details of one type. */
export const entry = <Details extends object>(
  title: string,
  reason: (details: Details) => string,
  hint: string,
): ErrorEntry<Details> => ({ title, reason, hint });

/** A name in a message: quoted, on one line and bounded, since browsers choose some of them. */
export const quote = (name: string, length = 80): string =>
  JSON.stringify(name.length > length ? `${name.slice(0, length)}…` : name);
