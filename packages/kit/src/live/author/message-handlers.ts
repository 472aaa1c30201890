import type { Topics } from '../messages/topics.js';
import type { LiveContext } from './contexts.js';

/** A handler of messages. */
type Handler<S, P, N extends string, M> = (
  live: LiveContext<S, P, N>,
  message: M,
  topic: string,
) => unknown;

type DeclaredHandlers<S, P, N extends string> = {
  [T in keyof Topics]?: Handler<S, P, N, Topics[T]>;
};

/** The handlers of a view's messages: those of declared topics know their messages. */
export interface MessageHandlers<S, P, N extends string = string> extends DeclaredHandlers<
  S,
  P,
  N
> {
  // seam: whatever is published
  [name: string]: Handler<S, P, N, any> | undefined;
}
