/**
 * The rules of all fields, without a page: they decide the value of a field after an update, a refusal, or a change by
 * the visitor. Values are texts, even of several options. `docs/fields.md` has the rules as a table.
 */

/** The memory of a field. */
export interface Memory {
  /** True if the visitor has changed it, and the server has not answered the change. */
  mine?: boolean;
  /** True if it shows the visitor's last value. */
  isOwn?: boolean;
  /** Its value in the last event that the server has answered. */
  told?: string | undefined;
  /** The server's value before, while a decision waits until the visitor is done. */
  held?: string | undefined;
  /** True while the visitor types in it, until a confirmation or until the focus leaves. */
  isTyped?: boolean | undefined;
  /** True during a composition. */
  isComposed?: boolean;
  /** True once the view has given it a value. */
  isGiven?: boolean;
}

/** A field at the end of an update, or when an event of it is refused. */
export interface Moment {
  /** The value that it showed before. */
  shown: string;
  /** The part of it that the field can still show: undefined if all chosen options are gone. */
  left: string | undefined;
  /** The server's value at the last decision; right before the update; and now. */
  before: string;
  said: string;
  after: string;
  /** The value in the answered event, as far as the field can still show it: undefined if the event did not carry the field. */
  answered?: string | undefined;
  /** True if the answer settles a field that is still typed in too: of a submit, of a click, or a refusal. */
  isFinal: boolean;
  /** True if an event with the field waits in the browser, or for its answer. */
  waits: boolean;
  /** True if it shows half a number or half a date, which is no value. */
  isUnreadable: boolean;
}

/** Keep the visitor's value, show the server's, or decide once the visitor is done. */
type Verdict = 'keep' | 'show' | 'hold';

/** Notes that the visitor has changed a field. */
export function editField(memory: Memory, shown: string, server: string): void {
  const { held = server, told = shown } = memory;
  memory.mine = shown !== held || shown !== told;
  memory.isOwn = true;
}

/** Notes that the server does not know the visitor's value: the event was lost, or the region is new. */
export function forgetField(memory: Memory): void {
  memory.told = undefined;
  if (memory.isOwn) memory.mine = true;
}

/** Notes that a field no longer shows the visitor's value: it was reset, or the chosen option is gone. */
export function releaseField(memory: Memory): void {
  memory.mine = memory.isOwn = false;
  memory.told = memory.held = undefined;
}

/** Decides on the value of a field, and remembers why. */
export function settleField(memory: Memory, moment: Moment): string {
  const { left, before, after, answered } = moment;
  const shown = left ?? moment.shown;
  // Options are gone: the rest is not all that the visitor chose.
  if (left !== moment.shown) memory.isOwn = false;
  if (answered !== undefined) {
    // A visitor who went on since then wants another value, even if the server had it before.
    if (answered !== shown && memory.isOwn) memory.mine = true;
    memory.told = memory.isOwn ? answered : shown;
  }
  const verdict = decide(memory, { ...moment, shown });
  // A field that cannot follow the server now does so later.
  const isLate = verdict === 'hold' || (shown === before && shown !== after);
  memory.held = isLate ? before : undefined;
  if (shown === after && memory.told === shown) memory.mine = false;
  if (verdict !== 'show' && left !== undefined) return left;
  releaseField(memory);
  return after;
}

function decide(memory: Memory, moment: Moment): Verdict {
  const { shown, before, said, after } = moment;
  if (memory.isComposed) return 'hold';
  if (moment.isUnreadable || moment.waits || shown === after) return 'keep';
  if (memory.told !== shown) return memory.mine || shown !== before ? 'keep' : 'show';
  if (!memory.isGiven) return 'keep';
  const isSame = said === after || areAlike(shown, after);
  return memory.isTyped && !moment.isFinal && isSame ? 'hold' : 'show';
}

/** Returns true if a text differs from the server's only as a half-typed one may: by spaces, by zeros, by being empty. */
const areAlike = (shown: string, said: string): boolean =>
  shown.trim() === said.trim() || shown.trim() === '' || (said.trim() !== '' && +shown === +said);

/** Returns true if a field has to raise its event at a join, since the server does not know its value. */
export function isUntold(memory: Memory, moment: Moment): boolean {
  const { shown, after, waits, isUnreadable } = moment;
  if (!memory.mine || memory.told === shown || waits || isUnreadable) return false;
  // The server has the same value: the field follows it from now on.
  memory.mine = shown !== after;
  return memory.mine;
}
