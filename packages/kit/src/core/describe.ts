/** A value in a few words, for the reason of an error; its content is not shown. */
export function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === 'function') return value.name ? `the function ${value.name}` : 'a function';
  if (typeof value !== 'object') return `a ${typeof value}`;
  if (Array.isArray(value)) return 'an array';
  const name: unknown = value.constructor?.name;
  if (typeof name === 'string' && name !== 'Object') return `a ${name}`;
  const members = Object.keys(value).slice(0, 5).join(', ');
  return members ? `an object with ${members}` : 'an empty object';
}
