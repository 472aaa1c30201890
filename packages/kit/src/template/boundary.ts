import { LoadFailure } from '../core/loadable.js';

/** The content of a boundary, and what is shown until it is there. */
export interface SuspenseContent {
  /** The content; of a hole, a function that makes it. */
  readonly children?: unknown;
  /** Set for a hole: a boundary that is left out of a page that is written at build. */
  readonly at?: 'request';
  readonly fallback: unknown;
  readonly timeout?: number;
  readonly onError?: (error: Error) => void;
}

/** The content of a boundary. */
export const contentOf = ({ at, children }: SuspenseContent): unknown =>
  at === 'request' ? (children as () => unknown)() : children;

/** A boundary, as JSX evaluates to it. */
export class SuspenseElement {
  constructor(readonly content: SuspenseContent) {}
}

/** How the boundaries of a group are revealed: all at once, or in the order of the document. */
export type Reveal = 'together' | 'in-order';

/** A group of boundaries, as JSX evaluates to it. */
export class SuspenseGroupElement {
  constructor(
    readonly reveal: Reveal,
    readonly children: unknown,
  ) {}
}

/** The content of an error boundary, and what is shown if it fails. */
export interface GuardedContent {
  readonly children?: unknown;
  readonly fallback: (error: Error, retry?: string) => unknown;
}

let hasFailing = false;

/** Tells whether any error boundary or failed component was ever made: without one there is nothing to be settled. */
export const mayFail = (): boolean => hasFailing;

/** An error boundary, as JSX evaluates to it. */
export class ErrorBoundaryElement {
  constructor(readonly content: GuardedContent) {
    hasFailing = true;
  }
}

/** The markup that an error boundary shows in place of content that failed. */
export const fallbackOf = ({ fallback }: GuardedContent, error: Error): unknown =>
  fallback(error, error instanceof LoadFailure ? error.retry : undefined);

/** A component that threw, as JSX evaluates to it: it fails in its place, where an error boundary may be around it. */
export class FailedElement {
  constructor(readonly thrown: unknown) {
    hasFailing = true;
  }
}

/** Makes markup in a live render, and decides what its boundaries show. */
export type Settle = (make: () => unknown) => unknown;

let settling: Settle | undefined;

/** The live render that is under way; there is none in a page. */
export const currentSettle = (): Settle | undefined => settling;

/** Does work as a part of a live render. */
export function settlingBy<T>(settle: Settle, work: () => T): T {
  const outer = settling;
  settling = settle;
  try {
    return work();
  } finally {
    settling = outer;
  }
}
