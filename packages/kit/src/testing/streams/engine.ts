import type { StreamPart } from './parts.js';

/** A way to stream pages: Skerry's, or that of another framework. */
export interface StreamEngine {
  readonly name: string;
  /** Scripts that its documents link, by path. */
  readonly scripts?: Readonly<Record<string, string>>;
  /** Begins to send a document with this page in its body. */
  open(page: StreamPart, request?: StreamRequest): Response | Promise<Response>;
}

/** A request for a document. */
export interface StreamRequest {
  readonly signal?: AbortSignal;
  /** Milliseconds that content may take, for engines that bound that. */
  readonly timeLimit?: number;
}

/** One promise that a stream keeps. */
export interface StreamCase {
  readonly name: string;
  /** @throws StreamFault */
  run(): Promise<void>;
}

/** A promise that an engine does not keep. */
export class StreamFault extends Error {
  override readonly name = 'StreamFault';
}

/** @throws StreamFault if the condition is not met */
export function check(condition: boolean, fault: () => string): void {
  if (!condition) throw new StreamFault(fault());
}

/** The next turn of the event loop: what waits for nothing but promises is done by then. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Lets go of content piece by piece, each in a turn of its own, and reads the document around it. */
export async function readWhile(
  response: Response,
  steps: Iterable<() => void> = [],
): Promise<string> {
  const text = response.text();
  for (const step of steps) {
    await nextTurn();
    step();
  }
  return text;
}
