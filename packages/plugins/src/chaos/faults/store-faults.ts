import { systemError } from '../chaos-error.js';
import { drawTime, type Pace, realPace, type Spread, wait } from '../pace.js';
import { Seeded } from '../seeded.js';

/** The faults of a store or a sink. Probabilities are from 0 to 1, for each call. */
export interface StoreFaults {
  /** The probability that a write fails with `ENOSPC`, as on a full disk, and writes nothing. */
  readonly full?: number;
  /** The probability that a write fails with `EROFS`, as on a read-only file system, and writes nothing. */
  readonly readOnly?: number;
  /** The probability that a write of text or bytes writes the first half alone, and fails with `ENOSPC`; of other values it writes nothing. */
  readonly halfWritten?: number;
  /** The probability that a read fails with `EIO`. */
  readonly unreadable?: number;
  /** The time that each call takes longer. */
  readonly slow?: Spread;
}

/** The circumstances of a store with faults. */
export interface StoreFaultOptions {
  /** The seed of the draws; 1, unless it is set. */
  readonly seed?: number;
  /** Tells by the name of a method whether it writes. A function that is called itself is a write, named `''`. */
  readonly isWrite?: (method: string) => boolean;
  /** True for a store that answers at once: failures are thrown, not rejected, and `slow` has no effect. */
  readonly sync?: boolean;
  /** Counts a fault. */
  readonly note?: (fault: keyof StoreFaults, method: string) => void;
  /** The time by which calls are slow. */
  readonly pace?: Pace;
}

type Method = (...args: unknown[]) => unknown;

const writing =
  /^(?:add|append|clear|create|del|delete|destroy|expire|insert|put|remove|rename|save|set|touch|truncate|update|write)/i;

/**
 * Returns a store, or a sink that is a function, whose calls meet faults. All else is that of the store itself.
 *
 * @param store any object with methods, or a function
 * @param faults read at every call, so that a test may change them
 * @example
 * const sink = withFaults(fileSink('audit.jsonl'), { full: 0.1 }, { seed: 7 });
 */
export function withFaults<Store extends object>(
  store: Store,
  faults: StoreFaults,
  options: StoreFaultOptions = {},
): Store {
  const calls = new FaultyCalls(faults, options);
  return new Proxy(store, {
    get(target, name) {
      // Members may be private to the class of the store itself.
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function' || typeof name !== 'string' || name === 'constructor')
        return member;
      return (...args: unknown[]) =>
        calls.call(name, args, (given) => Reflect.apply(member as Method, target, given));
    },
    apply: (target, self, args: unknown[]) =>
      calls.call('', args, (given) => Reflect.apply(target as unknown as Method, self, given)),
  });
}

/** The calls of one store. */
class FaultyCalls {
  readonly #faults: StoreFaults;
  readonly #options: StoreFaultOptions;
  readonly #random: Seeded;
  readonly #draws = new Map<string, Seeded>();

  constructor(faults: StoreFaults, options: StoreFaultOptions) {
    this.#faults = faults;
    this.#options = options;
    this.#random = new Seeded(options.seed ?? 1, 'store');
  }

  call(method: string, args: unknown[], run: (args: unknown[]) => unknown): unknown {
    const { sync = false, pace = realPace } = this.#options;
    const failure = this.#failureOf(method, args, run);
    if (sync) {
      if (!failure) return run(args);
      failure.before?.();
      throw failure.error;
    }
    const time = drawTime(this.#drawsOf('slow'), this.#faults.slow);
    if (!failure && time === 0) return run(args);
    if (time > 0) this.#options.note?.('slow', method);
    const finish = async (): Promise<unknown> => {
      if (time > 0) await wait(pace, time);
      if (!failure) return run(args);
      await failure.before?.();
      throw failure.error;
    };
    return finish();
  }

  /** The failure of a call, with what it does before. */
  #failureOf(
    method: string,
    args: unknown[],
    run: (args: unknown[]) => unknown,
  ): { error: Error; before?: () => unknown } | undefined {
    const { isWrite = (name: string) => name === '' || writing.test(name) } = this.#options;
    const hits = (fault: 'full' | 'readOnly' | 'halfWritten' | 'unreadable'): boolean => {
      const isHit = this.#drawsOf(fault).chance(this.#faults[fault]);
      if (isHit) this.#options.note?.(fault, method);
      return isHit;
    };
    if (!isWrite(method))
      return hits('unreadable') ? { error: systemError('EIO', 'read') } : undefined;
    if (hits('readOnly')) return { error: systemError('EROFS', 'open') };
    if (hits('full')) return { error: systemError('ENOSPC', 'write') };
    if (!hits('halfWritten')) return undefined;
    const half = firstHalf(args);
    const error = systemError('ENOSPC', 'write');
    return half ? { error, before: () => run(half) } : { error };
  }

  #drawsOf(fault: keyof StoreFaults): Seeded {
    let draws = this.#draws.get(fault);
    if (!draws) this.#draws.set(fault, (draws = this.#random.fork(fault)));
    return draws;
  }
}

/** The arguments with the first half of the last one that is text or bytes; `undefined` if none is. */
function firstHalf(args: readonly unknown[]): unknown[] | undefined {
  const at = args.findLastIndex((arg) => typeof arg === 'string' || arg instanceof Uint8Array);
  if (at < 0) return undefined;
  const whole = args[at] as string | Uint8Array;
  return args.toSpliced(at, 1, whole.slice(0, whole.length >> 1));
}
