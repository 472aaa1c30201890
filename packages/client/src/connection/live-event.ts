import type { Refusal, Update } from '@skerry/wire';

import type { putNodes } from '../patch/places.js';
import type { Holding } from '../patch/values.js';

/** An event on its way to the server. */
export interface LiveEvent {
  type: string;
  name: string;
  value: unknown;
  /** The options of its binding: `?debounce=300`. */
  options?: string | undefined;
  /** The element that raised it, if an element did. */
  element?: Element;
  /** The element at which it has happened: of a form, the field that has changed. */
  target?: EventTarget | null;
  /** The button that submitted the form, if one did. */
  submitter?: Element | null | undefined;
  /** True of a button that edits a list: the options of its form, which are for a submit, are not for it. */
  isListEdit?: boolean;
  /** The fields that it carries, with their values. */
  took?: ReadonlyMap<Element, Holding>;
  /** Replaces nodes in its own way, for the answer to a request for a lost part. */
  put?: typeof putNodes;
  /** Receives the outcome. */
  settle?: (reply: unknown, error?: Refusal) => void;
  /** Its number in the region, given when it is first sent and kept when it is sent again. */
  seq?: number;
  /** True while the server of this connection has it. */
  isSent?: boolean;
  /** True if it does not wait for the answers to the events before it. */
  isParallel?: boolean;
  /** True if the server has closed a connection because of it. */
  suspect?: boolean;
}

/** An update with the frame that brought it. */
export interface IncomingUpdate {
  update: Update;
  /** The frame. */
  text: string;
  /** The event of this page that it answers, and the server's reply to it. */
  answer?: LiveEvent | undefined;
  reply?: unknown;
  /** True if it answers a join. */
  joins?: boolean;
}
