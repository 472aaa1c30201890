import type { Plugin } from '../../core/config.js';
import type { HookName, HookPayloads } from '../../hooks/payloads.js';
import { hookNames } from '../../hooks/table.js';
import { definePlugin } from '../../plugin/define.js';

/** One call of a hook. */
export interface HookCall<Name extends HookName = HookName> {
  readonly hook: Name;
  readonly payload: HookPayloads[Name];
}

/**
 * Records every call of every hook in an app under test.
 *
 * @example
 * const record = recordHooks();
 * const app = createTestApp({ plugins: [hello(), record.plugin] });
 * await fetchPage(app, '/hello');
 * expect(record.payloadsOf('afterMount')).toHaveLength(1);
 */
export const recordHooks = (): HookRecord => new HookRecord();

/** The calls of hooks in an app under test. */
export class HookRecord {
  /** Every call, oldest first. */
  readonly calls: HookCall[] = [];
  /** The plugin that records; its taps run before those of others. */
  readonly plugin: Plugin;
  readonly #waiting = new Set<() => void>();

  constructor() {
    this.plugin = definePlugin<object>({
      name: 'test:record',
      setup: ({ hooks }) => {
        for (const hook of hookNames) {
          const look = (payload: HookPayloads[typeof hook]): undefined => this.#note(hook, payload);
          // seam: to look and answer nothing is allowed on every hook
          hooks[hook].tap(look as never, { stage: -1_000_000 });
        }
      },
    })();
  }

  /** The payloads that a hook was called with, oldest first. */
  payloadsOf<Name extends HookName>(hook: Name): HookPayloads[Name][] {
    return this.calls
      .filter((call) => call.hook === hook)
      .map(({ payload }) => payload as HookPayloads[Name]);
  }

  /** The names of the hooks that were called, each once, in the order of their first call. */
  get names(): HookName[] {
    return [...new Set(this.calls.map(({ hook }) => hook))];
  }

  /** Resolves with the first payload of a hook that fits, once it is there. */
  async nextPayload<Name extends HookName>(
    hook: Name,
    fits: (payload: HookPayloads[Name]) => boolean = () => true,
  ): Promise<HookPayloads[Name]> {
    for (;;) {
      const found = this.payloadsOf(hook).find(fits);
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
  }

  /** Forgets the calls so far. */
  clearCalls(): void {
    this.calls.length = 0;
  }

  #note(hook: HookName, payload: HookPayloads[HookName]): undefined {
    this.calls.push({ hook, payload });
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }
}
