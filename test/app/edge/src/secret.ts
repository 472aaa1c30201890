import { createHash } from 'node:crypto';

/** What only one session may see. */
export const secretOf = (session: string): string =>
  `secret-${createHash('sha256').update(session).digest('hex').slice(0, 24)}`;
