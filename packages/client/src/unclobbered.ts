/**
 * What the DOM has under a name. A form answers to the names of its fields first (`form.id` may be an input), and the
 * document to those of its images and forms: both are asked by way of their class, and so is whatever may be a form.
 */
export const read = <N extends EventTarget, K extends keyof N>(node: N, key: K): N[K] =>
  Reflect.get(Object.getPrototypeOf(node) as N, key, node) as N[K];

type Method<N, K extends keyof N> = Extract<N[K], (...args: never[]) => unknown>;

/** Calls a method that the DOM has under a name; does nothing where it has none. */
export const call = <N extends EventTarget, K extends keyof N>(
  node: N,
  key: K,
  ...args: Parameters<Method<N, K>>
): ReturnType<Method<N, K>> =>
  (read(node, key) as Method<N, K> | undefined)?.apply(node, args) as ReturnType<Method<N, K>>;
