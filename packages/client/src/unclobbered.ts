/**
 * Reads a property by way of the node's class. A form answers to the names of its fields first (`form.id` may be an
 * input), and the document to those of its images and forms, so that direct access to either may return an element.
 */
export const read = <N extends EventTarget, K extends keyof N>(node: N, key: K): N[K] =>
  Reflect.get(Object.getPrototypeOf(node) as N, key, node) as N[K];

type Method<N, K extends keyof N> = Extract<N[K], (...args: never[]) => unknown>;

/** Calls a method by way of the node's class; does nothing if there is none. */
export const call = <N extends EventTarget, K extends keyof N>(
  node: N,
  key: K,
  ...args: Parameters<Method<N, K>>
): ReturnType<Method<N, K>> =>
  (read(node, key) as Method<N, K> | undefined)?.apply(node, args) as ReturnType<Method<N, K>>;
