/** The names on watch, by the id of their session. */
const names = new Map<string, string>();
/** Of more, the harbour forgets the first. */
const maxNames = 1_000;

export const nameOf = (session: string): string | undefined => names.get(session);

export function signOn(session: string, name: string): void {
  names.set(session, name);
  for (const first of names.keys()) if (names.size > maxNames) names.delete(first);
}

export const signOff = (session: string): boolean => names.delete(session);
