/**
 * The rules of fields, of whatever kind, without a page: what a field shows after an update, a refusal, or a change by
 * the visitor. Values are texts, however many options a field has. `docs/fields.md` has the same as a table.
 */

/** What is remembered of a field. */
export interface Memory {
  /** Whether the visitor has changed it from what the server says, and the server has not answered that. */
  mine?: boolean;
  /** Whether it shows what the visitor brought it to last. */
  isOwn?: boolean;
  /** What it showed as an event took it along: the last one that the server has answered. */
  told?: string | undefined;
  /** While a decision waits until the visitor is done: what the server said before. */
  held?: string | undefined;
  /** Whether the visitor types in it, and has neither confirmed that nor left. */
  isTyped?: boolean | undefined;
  /** Whether an input method composes in it. */
  isComposed?: boolean;
  /** Whether the view has ever given it a value. */
  isGiven?: boolean;
}

/** A field at the end of an update, or as an event of it is refused. */
export interface Moment {
  /** What it showed before. */
  shown: string;
  /** As much of that as it still can show: nothing where all options that were chosen are gone. */
  left: string | undefined;
  /** What a fresh render would have shown when it was decided on last; right before; and now. */
  before: string;
  said: string;
  after: string;
  /** What the answered event took along, as far as the field still can show that; nothing where it took no such field. */
  answered?: string | undefined;
  /** Whether the answer settles what is still typed in too: to a submit or a click, or a refusal. */
  isFinal: boolean;
  /** Whether an event that takes the field along waits in the browser, or for its answer. */
  waits: boolean;
  /** Whether it shows what cannot be read as a value: half a number, half a date. */
  isUnreadable: boolean;
}

/** Keep what the visitor sees, show the server's value, or decide once the visitor is done. */
type Verdict = 'keep' | 'show' | 'hold';

/** Notes that the visitor has changed a field. */
export function editField(memory: Memory, shown: string, server: string): void {
  const { held = server, told = shown } = memory;
  memory.mine = shown !== held || shown !== told;
  memory.isOwn = true;
}

/** Notes that the server knows nothing of what the visitor entered: the event was lost, or the region is another. */
export function forgetField(memory: Memory): void {
  memory.told = undefined;
  if (memory.isOwn) memory.mine = true;
}

/** Notes that a field shows nothing of the visitor's any more: it was reset, or the chosen option is gone. */
export function releaseField(memory: Memory): void {
  memory.mine = memory.isOwn = false;
  memory.told = memory.held = undefined;
}

/** Decides what a field is to show, and remembers why. */
export function settleField(memory: Memory, moment: Moment): string {
  const { left, before, after, answered } = moment;
  const shown = left ?? moment.shown;
  // Options went by themselves: what is left is not all that the visitor chose.
  if (left !== moment.shown) memory.isOwn = false;
  if (answered !== undefined) {
    // Whoever went on since then has something else in mind, even where the server said that before; else nobody has.
    if (answered !== shown && memory.isOwn) memory.mine = true;
    memory.told = memory.isOwn ? answered : shown;
  }
  const verdict = decide(memory, { ...moment, shown });
  // A field that follows the server, and may not do so now, does so later.
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

/** Whether a text differs from the server's by no more than somebody who types may be about to undo: spaces, zeros, all. */
const areAlike = (shown: string, said: string): boolean =>
  shown.trim() === said.trim() || shown.trim() === '' || (said.trim() !== '' && +shown === +said);

/** Whether a field has to raise its event as its region joins, since the server knows nothing of what it shows. */
export function isUntold(memory: Memory, moment: Moment): boolean {
  const { shown, after, waits, isUnreadable } = moment;
  if (!memory.mine || memory.told === shown || waits || isUnreadable) return false;
  // The server has come to the same: from now on the field follows it.
  memory.mine = shown !== after;
  return memory.mine;
}
