const format = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone: 'UTC' });

/** A day, for readers and for programs. */
export const Day = ({ of }: { of: Date }) => (
  <time datetime={of.toISOString().slice(0, 10)}>{format.format(of)}</time>
);
