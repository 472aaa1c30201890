import { describe } from '../../core/describe.js';

const plainPrototypes = new Set<unknown>([Object.prototype, null]);

/** The first value that JSON would change, and its path; `undefined` members of objects are allowed. */
export function jsonProblem(
  value: unknown,
  path: string,
): { path: string; value: string } | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return undefined;
  if (Number.isFinite(value)) return undefined;
  const isArray = Array.isArray(value);
  if (typeof value !== 'object' || !(isArray || plainPrototypes.has(Object.getPrototypeOf(value))))
    return { path, value: typeof value === 'number' ? String(value) : describe(value) };
  for (const [name, member] of Object.entries(value)) {
    if (member === undefined && !isArray) continue;
    const problem = jsonProblem(member, isArray ? `${path}[${name}]` : `${path}.${name}`);
    if (problem) return problem;
  }
  return undefined;
}
