import type { Refusal, Update } from '@skerry/wire';

import type { putNodes } from '../patch/places.js';
import type { Holding } from '../patch/values.js';

/** An event on its way to the server. */
export interface LiveEvent {
  type: string;
  name: string;
  value: unknown;
  /** What raised it, where that is an element. */
  element?: Element;
  /** What submitted it, where it is a form and something did. */
  submitter?: Element | null | undefined;
  /** The fields that it takes along, with what they hold. */
  took?: ReadonlyMap<Element, Holding>;
  /** Puts what its answer brings in the place of what is there; only the wish for what was lost says how. */
  put?: typeof putNodes;
  /** Told what came of it. */
  settle?: (reply: unknown, error?: Refusal) => void;
  /** Its number in the region, given when it is first sent; a resend carries the same. */
  seq?: number;
  /** Whether the server has closed a line over it. */
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
