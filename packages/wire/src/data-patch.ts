/**
 * A change of plain data, as JSON:
 *
 * - an object changes members by name, or items of an array by index;
 * - `[]` removes the member, `[value]` puts a value there;
 * - `[at, removed, ...values]` takes items out of an array and puts others in, and `[splice | object, …]` takes several
 *   steps in order;
 * - `["$", text]` and `["$", text, at, removed]` are a value and a splice whose values are typed data, as text.
 */
export type DataPatch =
  | { [member: string]: DataPatch }
  | []
  | [value: unknown]
  | DataSplice
  | DataStep[]
  | [typed: '$', text: string];

/** Takes `removed` items out of an array at `at`, and puts values in. */
export type DataSplice =
  | [at: number, removed: number, ...values: unknown[]]
  | [typed: '$', text: string, at: number, removed: number];

/** One of several steps on an array. */
export type DataStep = DataSplice | { [index: string]: DataPatch };

/**
 * Applies a patch to data; neither is changed, and what the patch does not reach is the same object as before.
 *
 * @param decode reads the text of typed data; it gets an array for a splice
 * @throws RangeError when the patch does not fit the data
 */
export function patchData(
  before: unknown,
  patch: DataPatch,
  decode: (text: string) => unknown,
): unknown {
  if (!Array.isArray(patch)) return patchMembers(before, patch, decode);
  if (patch.length === 1) return patch[0];
  if (patch[0] === '$' && patch.length === 2) return decode(patch[1]);
  if (!Array.isArray(before)) throw new RangeError('The patch is for an array.');
  const steps = (typeof patch[0] === 'object' ? patch : [patch]) as DataStep[];
  return steps.reduce<unknown[]>((items, step) => takeStep(items, step, decode), before);
}

function takeStep(items: unknown[], step: DataStep, decode: (text: string) => unknown): unknown[] {
  if (!Array.isArray(step)) return patchMembers(items, step, decode) as unknown[];
  const [at, removed, values] =
    step[0] === '$'
      ? [step[2], step[3], decode(step[1] as string)]
      : [step[0], step[1], step.slice(2)];
  const end = (at as number) + (removed as number);
  if (!(isIndex(at) && isIndex(removed) && end <= items.length && Array.isArray(values)))
    throw new RangeError('The array has no such items to take out.');
  return [...items.slice(0, at), ...(values as unknown[]), ...items.slice(end)];
}

const isIndex = (value: unknown): value is number => Number.isInteger(value) && Number(value) >= 0;

function patchMembers(
  before: unknown,
  patch: { [member: string]: DataPatch },
  decode: (text: string) => unknown,
): unknown {
  const isArray = Array.isArray(before);
  if (!isArray && !isPlainObject(before)) throw new RangeError('The patch is for an object.');
  const next = (isArray ? [...(before as unknown[])] : { ...before }) as Record<string, unknown>;
  for (const [member, change] of Object.entries(patch)) {
    const removes = Array.isArray(change) && change.length === 0;
    const isThere = Object.hasOwn(next, member);
    const fits = isThere ? !isArray || !(removes || member === 'length') : !isArray && !removes;
    if (!fits || member === '__proto__')
      throw new RangeError(`There is no ${JSON.stringify(member)} to patch.`);
    if (removes) delete next[member];
    else next[member] = patchData(next[member], change, decode);
  }
  return next;
}

/** Tells whether a value is an object that is nothing but its members. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
