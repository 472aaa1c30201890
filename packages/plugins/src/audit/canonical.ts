/** A value that JSON can write without loss. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [name: string]: Json };

/** An object of JSON; a member that is `undefined` is not written. */
export type JsonObject = Readonly<Record<string, Json | undefined>>;

/**
 * Writes a value as canonical JSON (RFC 8785): no white space, members sorted by the UTF-16 units of their names, numbers and texts as
 * ECMAScript writes them. Equal values have equal texts, so that a text can be signed.
 */
export function canonicalJson(value: Json | JsonObject): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = value as JsonObject;
    let text = '';
    for (const name of Object.keys(members).toSorted()) {
      const member = members[name];
      if (member === undefined) continue;
      text += `${text && ','}${JSON.stringify(name)}:${canonicalJson(member)}`;
    }
    return `{${text}}`;
  }
  return JSON.stringify(value);
}

/**
 * Reads a text that `canonicalJson` has written of an object; `undefined` for any other text, such as the same object with a space
 * more, with a member twice, or with a number in another spelling.
 */
export function parseCanonical(text: string): Readonly<Record<string, Json>> | undefined {
  try {
    const value = JSON.parse(text) as Json;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    return canonicalJson(value) === text ? (value as Record<string, Json>) : undefined;
  } catch {
    // It is no JSON, or nested so deeply that no record of ours can be.
    return undefined;
  }
}
