import type { Topics } from '../messages/topics.js';
import type { LiveContext } from './contexts.js';

/** A handler of messages. */
type Handler<S, P, M> = (live: LiveContext<S, P>, message: M, topic: string) => unknown;

type DeclaredHandlers<S, P> = { [T in keyof Topics]?: Handler<S, P, Topics[T]> };

/** The handlers of a view's messages: those of declared topics know their messages. */
export interface MessageHandlers<S, P> extends DeclaredHandlers<S, P> {
  // seam: whatever is published
  [name: string]: Handler<S, P, any> | undefined;
}
