import { describe } from '../core/describe.js';
import { fail } from '../core/errors.js';
import { type Loadable, LoadFailure } from '../core/loadable.js';
import {
  ErrorBoundaryElement,
  type Reveal,
  SuspenseElement,
  SuspenseGroupElement,
} from './boundary.js';
import type { Child } from './child.js';

/** The values that may be between tags in a page, where components may be asynchronous. */
export type PageChild =
  | Child
  | SuspenseElement
  | SuspenseGroupElement
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

/** The props of {@link Suspense} for a hole in a page that is written at build. */
export interface HoleProps extends Omit<SuspenseProps, 'children'> {
  /** The content is made for each request, and is not in the file of the page. */
  at: 'request';
  /** Makes the content. */
  children: () => PageChild;
}

/** The props of {@link Suspense} in a live view. */
export interface LoadedProps<Value> {
  /** The member of the state that is loaded. */
  load: Loadable<Value>;
  /** The markup that is shown until it is there. */
  fallback: Child;
  /** Makes the markup of the value. While the data is loaded again, it is called with the value from before. */
  children: (value: Value) => Child;
}

/**
 * A boundary: the page is sent without waiting for what is inside, and that follows when it is ready. In a live view it
 * shows data of `live.load`, and a fallback until that is there.
 *
 * Content that is there already when the page is sent takes the place of the fallback. Content that fails is replaced by the
 * nearest {@link ErrorBoundary}. Without one, content that fails before the page is sent is an error of the page, with its status,
 * and a failed load is shown as one sentence.
 *
 * @throws SkerryError `bad-suspense`
 * @example
 * <Suspense fallback={<p>Loading the tides…</p>}>
 *   <Tides />
 * </Suspense>
 * With `at="request"` it is a hole in a page that is written at build: the file has the fallback, and the content follows it in the
 * answer to each request.
 *
 * @example
 * <Suspense load={state.tides} fallback={<p>Loading the tides…</p>}>
 *   {(tides) => <p>High water at {tides.high}</p>}
 * </Suspense>
 */
export function Suspense<Value>(props: LoadedProps<Value>): Child;
export function Suspense(props: HoleProps): SuspenseElement;
export function Suspense(props: SuspenseProps): SuspenseElement;
export function Suspense(props: SuspenseProps | HoleProps | LoadedProps<unknown>): unknown {
  const problem = problemOf(props);
  if (problem) throw fail('bad-suspense', { problem });
  return 'load' in props ? loadedChild(props) : new SuspenseElement(props);
}

function problemOf(props: {
  at?: unknown;
  load?: unknown;
  children?: unknown;
}): string | undefined {
  const isFunction = typeof props.children === 'function';
  if (props.at !== undefined && props.at !== 'request') return 'has an `at` that is not "request"';
  if (props.at === 'request' && !isFunction) return 'has `at="request"`, and markup as its content';
  if ('load' in props && !isFunction) return 'has `load`, and markup as its content';
  const takes = props.at !== undefined || 'load' in props;
  return isFunction && !takes
    ? 'has a function as its content, and neither `at` nor `load`'
    : undefined;
}

/** @throws LoadFailure */
function loadedChild({ load, fallback, children }: LoadedProps<unknown>): Child {
  if (load.status === 'failed') throw new LoadFailure(load);
  return 'value' in load ? children(load.value) : fallback;
}

/** The props of {@link SuspenseGroup}. */
export interface SuspenseGroupProps {
  /** `together`: none before all of them are ready. `in-order`: none before those that are before it in the document. */
  reveal: Reveal;
  children?: PageChild;
}

/**
 * Reveals the boundaries in it so that the page does not jump about. Boundaries inside of these are revealed as ever.
 *
 * @throws SkerryError `bad-reveal`
 * @example
 * <SuspenseGroup reveal="in-order">
 *   <Suspense fallback={<p>…</p>}><Tides /></Suspense>
 *   <Suspense fallback={<p>…</p>}><Winds /></Suspense>
 * </SuspenseGroup>
 */
export function SuspenseGroup({ reveal, children }: SuspenseGroupProps): SuspenseGroupElement {
  if (reveal !== 'together' && reveal !== 'in-order') throw fail('bad-reveal', { reveal });
  return new SuspenseGroupElement(reveal, children);
}

/** The props of {@link ErrorBoundary}. */
export interface ErrorBoundaryProps {
  /**
   * Makes the markup that is shown in place of content that failed; nothing in it may be asynchronous. `retry` is the event
   * that loads again what failed, where that is data of `live.load`.
   */
  fallback: (error: Error, retry?: string) => PageChild;
  children?: PageChild;
}

/**
 * Shows other markup in place of content that fails. `onError` receives the failure as well.
 *
 * @throws SkerryError `bad-error-boundary`
 * @example
 * <ErrorBoundary fallback={(error, retry) => <p>{error.message} <button lv-click={retry}>Try again</button></p>}>
 *   <Tides />
 * </ErrorBoundary>
 */
export function ErrorBoundary(props: ErrorBoundaryProps): ErrorBoundaryElement {
  if (typeof props.fallback !== 'function')
    throw fail('bad-error-boundary', { value: describe(props.fallback) });
  return new ErrorBoundaryElement(props);
}
