import { LoadFailure } from '../core/loadable.js';

/** The content of a boundary, and what is shown until it is there. */
export interface SuspenseContent {
  readonly children?: unknown;
  readonly fallback: unknown;
  readonly timeout?: number;
  readonly onError?: (error: Error) => void;
}

/** A boundary, as JSX evaluates to it. */
export class SuspenseElement {
  constructor(readonly content: SuspenseContent) {}
}

/** The content of an error boundary, and what is shown if it fails. */
export interface GuardedContent {
  readonly children?: unknown;
  readonly fallback: (error: Error, retry?: string) => unknown;
}

/** An error boundary, as JSX evaluates to it. */
export class ErrorBoundaryElement {
  constructor(readonly content: GuardedContent) {}
}

/** The markup that an error boundary shows in place of content that failed. */
export const fallbackOf = ({ fallback }: GuardedContent, error: Error): unknown =>
  fallback(error, error instanceof LoadFailure ? error.retry : undefined);

/** A component that threw, as JSX evaluates to it: it fails in its place, where an error boundary may be around it. */
export class FailedElement {
  constructor(readonly thrown: unknown) {}
}
