import type { Refusal, Update } from '@skerry/wire';

import type { putNodes } from '../patch/places.js';
import type { Holding } from '../patch/values.js';

/** An event on its way to the server. */
export interface LiveEvent {
  type: string;
  name: string;
  value: unknown;
  /** The element that raised it, if an element did. */
  element?: Element;
  /** The button that submitted the form, if one did. */
  submitter?: Element | null | undefined;
  /** The fields that it takes along, with their values. */
  took?: ReadonlyMap<Element, Holding>;
  /** Puts new nodes in the place of old ones; only a request for a lost part has a way of its own. */
  put?: typeof putNodes;
  /** Called with the outcome. */
  settle?: (reply: unknown, error?: Refusal) => void;
  /** Its number in the region, given when it is first sent; a resend carries the same. */
  seq?: number;
  /** Whether the server has closed a connection because of it. */
  suspect?: boolean;
}

/** An update as it came. */
export interface IncomingUpdate {
  update: Update;
  /** Its frame. */
  text: string;
  /** The event of this page that it answers, and the server's reply to that. */
  answer?: LiveEvent | undefined;
  reply?: unknown;
  /** Whether it answers a join. */
  joins?: boolean;
}
