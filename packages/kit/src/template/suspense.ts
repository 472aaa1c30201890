import { ErrorBoundaryElement, SuspenseElement } from './boundary.js';
import type { Child } from './child.js';

/** The values that may be between tags in a page, where components may be asynchronous. */
export type PageChild =
  | Child
  | SuspenseElement
  | ErrorBoundaryElement
  | Promise<PageChild>
  | readonly PageChild[];

/** The props of {@link Suspense}. */
export interface SuspenseProps {
  /** The markup that is shown until the content is there; nothing in it may be asynchronous. */
  fallback: PageChild;
  /** Milliseconds after which the content counts as failed; by default the limit `boundaryTimeout`. */
  timeout?: number;
  /** Receives the error of content that failed after the page around it was sent. */
  onError?: (error: Error) => void;
  children?: PageChild;
}

/**
 * A boundary: the page is sent without waiting for what is inside, and that follows when it is ready.
 *
 * Content that is there already when the page is sent takes the place of the fallback. Content that fails is replaced by the
 * nearest {@link ErrorBoundary}. Without one, content that fails before the page is sent is an error of the page, with its status.
 *
 * @example
 * <Suspense fallback={<p>Loading the tides…</p>}>
 *   <Tides />
 * </Suspense>
 */
export const Suspense = (props: SuspenseProps): SuspenseElement => new SuspenseElement(props);

/** The props of {@link ErrorBoundary}. */
export interface ErrorBoundaryProps {
  /** Makes the markup that is shown in place of content that failed; nothing in it may be asynchronous. */
  fallback: (error: Error) => PageChild;
  children?: PageChild;
}

/**
 * Shows other markup in place of content that fails. `onError` receives the failure as well.
 *
 * @example
 * <ErrorBoundary fallback={() => <p>The tides are out of reach.</p>}>
 *   <Tides />
 * </ErrorBoundary>
 */
export const ErrorBoundary = (props: ErrorBoundaryProps): ErrorBoundaryElement =>
  new ErrorBoundaryElement(props);
