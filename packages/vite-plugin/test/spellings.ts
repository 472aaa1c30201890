/** A table of words as a list, each `{name}` replaced by what it stands for. */
export const table = (text: string, names: Record<string, string> = {}): string[] =>
  text
    .trim()
    .split(/\s+/)
    .map((word) => word.replaceAll(/\{(\w+)\}/g, (_, name: string) => names[name] as string));

/** A path whose every character is encoded. */
export const encodeAll = (path: string): string =>
  path.replaceAll(/[^/]/g, (character) => `%${character.charCodeAt(0).toString(16)}`);
