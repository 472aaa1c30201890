/**
 * What the DOM has under a name. A form answers to the names of its fields first, and the document to those of its images:
 * both are asked by way of their class. The client of regions has the same: the two share no module.
 */
export const read = <N extends Node, K extends keyof N>(node: N, key: K): N[K] =>
  Reflect.get(Object.getPrototypeOf(node) as N, key, node) as N[K];

type Method<N, K extends keyof N> = Extract<N[K], (...args: never[]) => unknown>;

/** Calls a method that the DOM has under a name. */
export const call = <N extends Node, K extends keyof N>(
  node: N,
  key: K,
  ...args: Parameters<Method<N, K>>
): ReturnType<Method<N, K>> =>
  (read(node, key) as Method<N, K>).apply(node, args) as ReturnType<Method<N, K>>;
