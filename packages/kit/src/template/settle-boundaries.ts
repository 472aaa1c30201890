import { isDenial, isRedirect } from '../core/deny.js';
import { LoadFailure } from '../core/loadable.js';
import { toError } from '../core/thrown.js';
import { ErrorBoundaryElement, FailedElement, fallbackOf } from './boundary.js';
import { IslandElement } from './island/island-element.js';
import { Keyed, only, render, Rendered, template } from './template.js';

/** Reports content that an error boundary has replaced. */
type Report = (error: Error) => void;

/**
 * Decides what the error boundaries of a live render show, so that what is compared and sent has none. A failed load
 * outside of all of them is shown as one sentence. Rows of `<For>` are made later, and are not looked at.
 */
export const settleBoundaries = (value: unknown, report: Report): unknown =>
  new BoundarySettler(report).settle(value);

const alert = template(['<p role="alert" data-s="0">', '</p>'], [only(0)]);

class BoundarySettler {
  readonly #report: Report;
  /** True inside of an error boundary. */
  #isGuarded = false;

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
    const dynamics = this.#all(value.dynamics);
    return dynamics === value.dynamics ? value : render(value.template, dynamics);
  }

  #all(values: readonly unknown[]): readonly unknown[] {
    let settled: unknown[] | undefined;
    for (let i = 0; i < values.length; i++) {
      const child = this.settle(values[i]);
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
    this.#isGuarded = true;
    try {
      return this.settle(content.children);
    } catch (thrown) {
      if (!(thrown instanceof FailedElement)) throw thrown;
      this.#isGuarded = wasGuarded;
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
    return thrown instanceof LoadFailure ? render(alert, [thrown.message]) : element;
  }
}
