/**
 * A member of the DOM by name. The names of fields hide members of a form, and those of images members of the document:
 * the class is read instead. The client of regions has a copy: the two share no module.
 */
export const read = <N extends Node, K extends keyof N>(node: N, key: K): N[K] =>
  Reflect.get(Object.getPrototypeOf(node) as N, key, node) as N[K];

type Method<N, K extends keyof N> = Extract<N[K], (...args: never[]) => unknown>;

/** Calls a method of the DOM by name. */
export const call = <N extends Node, K extends keyof N>(
  node: N,
  key: K,
  ...args: Parameters<Method<N, K>>
): ReturnType<Method<N, K>> =>
  (read(node, key) as Method<N, K>).apply(node, args) as ReturnType<Method<N, K>>;
