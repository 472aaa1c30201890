/** The names of browsers and systems in a `User-Agent`, by what is only there if it is one; the first that fits counts. */
const browsers = [
  ['Edg', 'Edge'],
  ['OPR/', 'Opera'],
  ['Firefox/', 'Firefox'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
] as const;
const systems = [
  ['Android', 'Android'],
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Windows', 'Windows'],
  ['Mac OS X', 'macOS'],
  ['CrOS', 'ChromeOS'],
  ['Linux', 'Linux'],
] as const;

/** A few words by which users tell their sessions apart. They are guesses, and decide nothing. */
export function deviceName(userAgent: string | null): string {
  const find = (names: typeof browsers | typeof systems) =>
    names.find(([part]) => userAgent?.includes(part))?.[1];
  return [find(browsers) ?? 'Unknown browser', find(systems)].filter(Boolean).join(' on ');
}
