import { AsyncLocalStorage } from 'node:async_hooks';

import { type Context, type ContextManager, ROOT_CONTEXT } from '@opentelemetry/api';

/**
 * Keeps the context of OpenTelemetry for the work that runs, so that `trace.getActiveSpan()` finds the span of Skerry in a handler.
 * The storage is open: Node's tracing channels write into it.
 */
export class StorageContextManager implements ContextManager {
  readonly storage = new AsyncLocalStorage<Context>();

  active(): Context {
    return this.storage.getStore() ?? ROOT_CONTEXT;
  }

  with<Args extends unknown[], Result extends (...args: Args) => ReturnType<Result>>(
    context: Context,
    work: Result,
    thisArg?: ThisParameterType<Result>,
    ...args: Args
  ): ReturnType<Result> {
    return this.storage.run(context, () => work.apply(thisArg, args));
  }

  bind<Target>(context: Context, target: Target): Target {
    if (typeof target !== 'function') return target;
    const bound = (...args: unknown[]) => this.storage.run(context, () => target(...args));
    // seam: a function that is called as the other one
    return bound as Target;
  }

  enable(): this {
    return this;
  }

  disable(): this {
    this.storage.disable();
    return this;
  }
}
