import { islandTag, regionTag, slotTag } from '@skerry/wire';

import type { Channel } from '../connection/channel.js';
import type { IncomingUpdate, LiveEvent } from '../connection/live-event.js';
import { boundTo, dropEvent, isValue } from '../events/event-rules.js';
import {
  activeElement,
  elementsOf,
  isField,
  isGiven,
  isRich,
  remainderOf,
  saidOf,
  showChosen,
  showState,
  shownBy,
  stateOf,
} from './field-kinds.js';
import {
  editField,
  forgetField,
  isUntold,
  releaseField,
  type Memory,
  type Moment,
  settleField,
} from './field-rules.js';
import type { RegionHandle } from '../region/region-handle.js';
import { type AnyField, fieldTags, nearest } from '../patch/values.js';

/**
 * Applies the rules of fields to the page. Patches change attributes and options freely: the values of fields are noted
 * before an update and settled after it.
 */
interface Field extends Memory {
  region: RegionHandle;
  elements: () => AnyField[];
  /** The server's value, if the element itself has no attribute for it. */
  said?: string;
}

type Before = Pick<Moment, 'shown' | 'before' | 'said'>;

let regions: WeakMap<Element, RegionHandle>;
const fieldAt = new WeakMap<Element, Field>();
/** Fields that the visitor has used. Any other follows its attributes by itself. */
const used = new Set<Field>();
/** The values of fields before the current update, and the server's. */
const noted = new Map<Field, Before>();
/** True during an update. */
let isUpdated = false;
/** True while the event of a field is raised for a server that does not know its value: that is no edit. */
let isSaid = false;

function fieldOf(element: Element): Field | undefined {
  const region = regions.get(nearest(element, regionTag)!);
  const island = nearest(element, `${islandTag},${slotTag}`) as { phase?: string } | null;
  // A live island looks after its own fields.
  if (!region || island?.phase === 'live' || !isField(element)) return undefined;
  const elements = elementsOf(element);
  let field = [element, ...elements()].map((each) => fieldAt.get(each)).find(Boolean);
  if (!field) {
    field = { region, elements };
    if (isRich(element)) field.said = element.textContent!;
  }
  fieldAt.set(element, field);
  return field;
}

const serverValue = ({ said, elements }: Field): string => said ?? saidOf(elements());

const noteEdit = (field: Field): void =>
  editField(field, shownBy(field.elements()), serverValue(field));

/** Notes what the visitor does to a field. */
export function hearEvent({ type, target, defaultPrevented }: Event): void {
  if (isSaid) return;
  if (type === 'reset' && !defaultPrevented)
    for (const field of used)
      if (field.elements()[0]?.form === target) {
        releaseField(field);
        field.isTyped = false;
        dropWaiting(field);
        // The fields are reset after the event.
        setTimeout(showDirty, 0, field);
      }
  const field = fieldOf(target as Element);
  if (!field) return;
  used.add(field);
  if (type.startsWith('comp')) field.isComposed = type === 'compositionstart';
  if (/^input|end$/.test(type)) {
    noteEdit(field);
    field.isTyped = true;
  } else if (/^(change|focusout)$/.test(type)) field.isTyped = false;
  showDirty(field);
  if (field.held === undefined) return;
  noteField(field);
  settleNoted();
}

/** Drops the events that would bring the server what was in a field before its reset. */
function dropWaiting(field: Field): void {
  const { queue } = field.region;
  for (const event of queue.filter(({ type, seq }) => !seq && isValue.test(type)))
    if (takenOf(field, event) !== undefined) dropEvent(event, queue);
}

/** Marks fields that do not show the server's value, and their forms. */
function showDirty(field: Field): void {
  const elements = field.elements();
  const isDirty = shownBy(elements) !== serverValue(field);
  for (const each of elements) mark(each, isDirty);
  const { form } = elements[0] ?? ({} as AnyField);
  if (form) mark(form, matchesDirty(form));
}

const mark = (element: Element, isDirty: boolean): unknown =>
  Element.prototype.toggleAttribute.call(element, 'data-dirty', isDirty);

/** Returns true if a field of a form is marked, also one outside of it. */
const matchesDirty = (form: HTMLFormElement): boolean =>
  [...used].some(
    (field) =>
      field.elements()[0]?.form === form && shownBy(field.elements()) !== serverValue(field),
  );

function noteField(field: Field): void {
  if (noted.has(field)) return;
  const said = serverValue(field);
  noted.set(field, { shown: shownBy(field.elements()), before: field.held ?? said, said });
  field.isGiven ||= isGiven(field.elements());
}

/**
 * Notes a field before a patch changes it, or an option of it.
 *
 * @returns true if the new text is kept here, since the content of an editable element is the visitor's
 */
export function touchField(element: Element, text?: string): boolean {
  const isWhole = text !== undefined && isRich(element);
  if (!isUpdated || !element.isConnected) return false;
  if (!isWhole && !/^(inp|text|sel|opt)/.test(element.localName)) return false;
  const field = fieldOf(nearest(element, fieldTags) ?? element);
  if (!field) return false;
  noteField(field);
  if (isWhole) {
    used.add(field);
    field.said = text;
  }
  return isWhole;
}

/** Finds the fields that the visitor or the browser has filled before. */
function findFilled(elements: NodeListOf<Element>): void {
  for (const element of elements) {
    const field = fieldOf(element);
    if (!field || used.has(field)) continue;
    if (isRich(element)) used.add(field);
    // A field with the server's value counts as unused.
    if (shownBy(field.elements()) === serverValue(field)) continue;
    noteEdit(field);
    field.isTyped = element === activeElement();
    used.add(field);
  }
}

/** Notes the fields of a region before an update. @returns a function that settles them after it */
export function holdFields(
  region: RegionHandle,
  { update, answer, joins, reply }: IncomingUpdate,
): () => void {
  isUpdated = true;
  if (joins) findFilled(region.host.querySelectorAll(fieldTags));
  for (const field of used)
    if (field.region === region || takenOf(field, answer) !== undefined) {
      noteField(field);
      // The tree is of a new region.
      if (joins && 's' in update && !reply) forgetField(field);
    }
  const active = activeElement() as HTMLInputElement | null;
  const { selectionStart, selectionEnd, value } = active ?? ({} as HTMLInputElement);
  return () => {
    const settled = settleNoted(answer);
    isUpdated = false;
    if (active === activeElement() && active?.value !== value)
      // Only fields of text have a selection.
      if (active?.selectionStart != null && selectionStart != null)
        active.setSelectionRange(selectionStart, selectionEnd);
    if (joins) settled.forEach(sayAgain);
  };
}

/** Settles the fields that a refused event carried. */
export function refuseEvent(code: string, event: LiveEvent): void {
  const taken = [...used].filter((field) => takenOf(field, event) !== undefined);
  // The server has not looked at such an event.
  if (/^(lost|ended|unreadable|queue-full|disabled|too-large)$/.test(code))
    return taken.forEach(forgetField);
  taken.forEach(noteField);
  settleNoted(event, true);
}

type Settled = [field: Field, moment: Moment];

function settleNoted(answer?: LiveEvent, isRefused = false): Settled[] {
  const settled = [...noted].map(([field, before]): Settled => {
    const elements = field.elements();
    const moment = momentOf(field, before, answer, isRefused);
    const wanted = settleField(field, moment);
    if (shownBy(elements) !== wanted) showState(elements, wanted);
    // A field that has become one of numbers or dates cannot show the text.
    if (wanted && !shownBy(elements)) {
      releaseField(field);
      showState(elements, moment.after);
    }
    elements.forEach(showChosen);
    if (!elements.some((each) => each.isConnected)) used.delete(field);
    showDirty(field);
    return [field, moment];
  });
  noted.clear();
  return settled;
}

function momentOf(
  field: Field,
  before: Before,
  answer: LiveEvent | undefined,
  isRefused: boolean,
): Moment {
  const elements = field.elements();
  const taken = takenOf(field, answer);
  field.isGiven ||= isGiven(elements);
  return {
    ...before,
    left: remainderOf(elements, before.shown),
    after: serverValue(field),
    answered: taken && (remainderOf(elements, taken) ?? taken),
    isFinal: isRefused || (taken !== undefined && answer!.type !== 'input'),
    waits: doesWait(field),
    isUnreadable: elements.some(({ validity }) => validity?.badInput),
  };
}

/** Returns true if an event with the field waits or has no answer. A form of an outer region may carry it. */
const doesWait = (field: Field): boolean =>
  [...(field.region.connection.members as Set<Channel>)].some(({ queue }) =>
    queue.some((event) => takenOf(field, event) !== undefined),
  );

/** The value of a field in an event, if the event carries it. */
function takenOf({ elements }: Field, event?: LiveEvent): string | undefined {
  const took = event?.took;
  const taken = took && elements().filter((each) => took.has(each));
  return taken?.[0] ? taken.map((each) => stateOf(each, took!.get(each)!)).join('') : undefined;
}

/** Raises the event of a field whose value the server does not know. */
function sayAgain([field, moment]: Settled): void {
  const elements = field.elements();
  const element = elements.find((each) => (each as HTMLInputElement).checked) ?? elements[0];
  if (!element || element.matches(':disabled')) return;
  const isClicked = element.matches('[lv-click],label[lv-click] *');
  const bound = ['input', 'change'].find((each) => boundTo(element, `[lv-${each}]`));
  const type = bound ?? (isClicked && 'click');
  if (!type || !isUntold(field, { ...moment, waits: doesWait(field) })) return;
  isSaid = true;
  element.dispatchEvent(new Event(type, { bubbles: true, cancelable: true }));
  isSaid = false;
}

/** Begins with the fields of these regions, and with the events before. */
export function start(known: WeakMap<Element, RegionHandle>, early: readonly Event[]): void {
  regions = known;
  findFilled(Document.prototype.querySelectorAll.call(document, fieldTags));
  early.forEach(hearEvent);
}
