import { options, type VNode } from 'preact';

/** The state of one hook, by Preact's names for it. */
interface HookState {
  __?: unknown;
  /** The dependencies that it was last called with. */
  __H?: unknown;
}

/** A component on the page. */
interface Instance {
  __H?: { __: HookState[] };
}

interface Hooks {
  /** Called before each hook of a component. */
  __h?: (component: Instance, index: number, type: number) => void;
  diffed?: (vnode: VNode & { __c?: Instance }) => void;
}

/**
 * Keeps the values of `useRef` and `useSignal` when a component is updated. `@prefresh/core` forgets the dependencies of every
 * hook then, so that effects and memos run with the new code; refs and signals are memos too, and they are state.
 */
export function retainHooks(): void {
  const hooks = options as Hooks;
  const { __h: call, diffed } = hooks;
  const dependencies = new WeakMap<HookState, unknown>();
  hooks.diffed = (vnode) => {
    diffed?.(vnode);
    for (const state of vnode.__c?.__H?.__ ?? [])
      if (state.__H && isState(state.__)) dependencies.set(state, state.__H);
  };
  hooks.__h = (component, index, type) => {
    const state = component.__H?.__[index];
    if (state && !state.__H && dependencies.has(state)) state.__H = dependencies.get(state);
    call?.(component, index, type);
  };
}

/** Tells whether a memo holds a ref or a signal that can be set: a computed signal is made again with the new code. */
function isState(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if ((value as { brand?: unknown }).brand !== Symbol.for('preact-signals'))
    return Object.keys(value).join() === 'current';
  return Object.getOwnPropertyDescriptor(Object.getPrototypeOf(value), 'value')?.set !== undefined;
}
