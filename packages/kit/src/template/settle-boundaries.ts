import { isDenial, isRedirect } from '../core/deny.js';
import { LoadFailure } from '../core/loadable.js';
import { toError } from '../core/thrown.js';
import {
  ErrorBoundaryElement,
  FailedElement,
  fallbackOf,
  mayFail,
  type Settle,
  settlingBy,
} from './boundary.js';
import { IslandElement } from './island/island-element.js';
import type { Part } from './part.js';
import { Keyed, only, render, Rendered, template } from './template.js';

/** Reports content that an error boundary has replaced. */
type Report = (error: Error) => void;

/**
 * Makes the markup of a live render and decides what its error boundaries show, so that what is compared and sent has none.
 * A failed load outside of all of them is shown as one sentence. A row of `<For>` is made later, and settled on its own.
 */
export function settleBoundaries(make: () => unknown, report: Report): unknown {
  const settle: Settle = (makePart) =>
    settlingBy(settle, () => {
      const value = makePart();
      return mayFail() ? new BoundarySettler(report).settle(value) : value;
    });
  return settle(make);
}

const alert = template(['<span role="alert" data-s="0">', '</span>'], [only(0)]);

class BoundarySettler {
  readonly #report: Report;
  /** True inside of an error boundary. */
  #isGuarded = false;
  /** The kind of the part around the value. */
  #around: Part['kind'] | undefined;

  constructor(report: Report) {
    this.#report = report;
  }

  /** The value without boundaries; itself if it has none. @throws FailedElement inside of a boundary */
  settle(value: unknown): unknown {
    if (typeof value !== 'object' || value === null) return value;
    if (value instanceof Rendered) return this.#rendered(value);
    if (Array.isArray(value)) return this.#all(value);
    if (value instanceof Keyed) {
      const child = this.settle(value.child);
      return child === value.child ? value : new Keyed(value.key, child);
    }
    if (value instanceof ErrorBoundaryElement) return this.#guarded(value);
    if (value instanceof FailedElement) return this.#failed(value);
    return value instanceof IslandElement ? this.#island(value) : value;
  }

  #rendered(value: Rendered): Rendered {
    const around = this.#around;
    const dynamics = this.#each(value.dynamics, (child, i) => {
      this.#around = value.template.parts[i]?.kind;
      return this.settle(child);
    });
    this.#around = around;
    return dynamics === value.dynamics ? value : render(value.template, dynamics);
  }

  #all(values: readonly unknown[]): readonly unknown[] {
    return this.#each(values, (child) => this.settle(child));
  }

  #each(
    values: readonly unknown[],
    settle: (child: unknown, index: number) => unknown,
  ): readonly unknown[] {
    let settled: unknown[] | undefined;
    for (let i = 0; i < values.length; i++) {
      const child = settle(values[i], i);
      if (child !== values[i]) (settled ??= [...values])[i] = child;
    }
    return settled ?? values;
  }

  #island(element: IslandElement): IslandElement {
    const before = [...element.slots.values()];
    const slots = this.#all(before) as Rendered[];
    if (slots === before) return element;
    const named = [...element.slots.keys()].map((name, i): [string, Rendered] => [name, slots[i]!]);
    const { definition, attributes, props } = element;
    return new IslandElement(definition, attributes, props, new Map(named));
  }

  #guarded({ content }: ErrorBoundaryElement): unknown {
    const wasGuarded = this.#isGuarded;
    const around = this.#around;
    this.#isGuarded = true;
    try {
      return this.settle(content.children);
    } catch (thrown) {
      if (!(thrown instanceof FailedElement)) throw thrown;
      this.#isGuarded = wasGuarded;
      this.#around = around;
      return this.settle(this.#recovered(content, thrown.thrown));
    } finally {
      this.#isGuarded = wasGuarded;
    }
  }

  #recovered(content: ErrorBoundaryElement['content'], thrown: unknown): unknown {
    const error = toError(thrown);
    // The load itself has been reported.
    if (!(error instanceof LoadFailure)) this.#report(error);
    try {
      return fallbackOf(content, error);
    } catch (again) {
      return new FailedElement(again);
    }
  }

  #failed(element: FailedElement): unknown {
    const { thrown } = element;
    // Nothing but the page itself can answer with an interrupt.
    if (isDenial(thrown) || isRedirect(thrown)) throw thrown;
    if (this.#isGuarded) throw element;
    return thrown instanceof LoadFailure ? this.#sentence(thrown) : element;
  }

  /** Between rows and cells there is no place for it. */
  #sentence({ message }: LoadFailure): unknown {
    if (this.#around === 'table') return null;
    return this.#around === 'content' ? message : render(alert, [message]);
  }
}
