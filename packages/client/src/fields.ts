import type { Arrival, LiveEvent } from './channel.js';
import {
  activeElement,
  elementsOf,
  isField,
  isGiven,
  isRich,
  left,
  nearest,
  saidOf,
  show,
  shownBy,
  stateOf,
} from './field-kinds.js';
import { edit, forget, isUntold, letGo, type Memory, type Moment, settle } from './field-rules.js';
import type { Region } from './region.js';
import { on } from './on.js';
import { type AnyField, fieldTags } from './values.js';

/**
 * Fields that a visitor edits: brings what the page holds to the rules, and back. Patches write attributes and options as
 * they like; what fields show is noted before an update, and settled after. Loaded with the first field of a page.
 */
interface Field extends Memory {
  region: Region;
  elements: () => AnyField[];
  /** Whether the visitor types in it, and has neither confirmed that nor left. */
  isTyped?: boolean | undefined;
  /** Whether the view has ever given it a value. */
  isGiven?: boolean;
  /** What the server says, where the element itself has no place for that. */
  said?: string;
}

type Before = Pick<Moment, 'shown' | 'before' | 'said'>;

const fieldAt = new WeakMap<Element, Field>();
/** Fields that somebody has been at. Any other follows its attributes by itself. */
const used = new Set<Field>();
/** What fields showed before the update that is under way, and what the server said. */
const noted = new Map<Field, Before>();
/** The region that is updated. */
let updated: Region | undefined;
let composed: Field | undefined;
let followed: AbortSignal | undefined;
const regions = new WeakMap<Element, Region>();

function fieldOf(element: Element, region: Region): Field | undefined {
  const near = nearest(element, 'skerry-live,skerry-island,skerry-slot');
  // An island that renders looks after its fields.
  if (!isField(element) || (near as { hydrated?: boolean } | null)?.hydrated) return undefined;
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

const noteEdit = (field: Field): void => edit(field, shownBy(field.elements()), serverValue(field));

/** Follows what the visitor does from now on. */
function follow(region: Region): void {
  const { signal } = region.connection;
  if (followed === signal) return;
  followed = signal;
  on(document, 'focusin input change focusout compositionstart compositionend', signal, hear);
  on(document, 'reset', signal, ({ target, defaultPrevented }) => {
    for (const field of used)
      if (!defaultPrevented && field.elements().some(({ form }) => form === target)) letGo(field);
  });
}

function hear({ type, target }: Event): void {
  const region = regions.get(nearest(target as Element, 'skerry-live')!);
  if (!region) return;
  const field = fieldOf(target as Element, region);
  if (!field) return;
  used.add(field);
  if (type.startsWith('comp')) composed = type === 'compositionend' ? undefined : field;
  if (/^input|end$/.test(type)) {
    noteEdit(field);
    field.isTyped = true;
  } else if (/^(change|focusout)$/.test(type)) field.isTyped = false;
  if (field.held === undefined) return;
  note(field);
  settleNoted();
}

function note(field: Field): void {
  if (noted.has(field)) return;
  const said = serverValue(field);
  noted.set(field, { shown: shownBy(field.elements()), before: field.held ?? said, said });
  field.isGiven ||= isGiven(field.elements());
}

/** Notes a field before a patch changes it, or an option of it. */
export function touch(element: Element): void {
  if (!updated || !element.isConnected || !/^(inp|text|sel|opt)/.test(element.localName)) return;
  const near = nearest(element, fieldTags);
  const field = near && fieldOf(near, updated);
  if (field) note(field);
}

/** Takes the text of an element that is edited as a whole, where somebody is at it. */
export function takesText(element: Element, text: string): boolean {
  const field = isRich(element) && fieldAt.get(element);
  touch(element);
  if (!field || !used.has(field)) return false;
  note(field);
  field.said = text;
  return true;
}

/** Looks after the fields of a region, and finds those that were filled before: typed in too early, or by the browser. */
export function attend(region: Region): void {
  regions.set(region.host, region);
  follow(region);
  for (const element of region.host.querySelectorAll(fieldTags)) {
    const isOwn = nearest(element, 'skerry-live') === region.host;
    const field = isOwn && fieldOf(element, region);
    if (!field || used.has(field)) continue;
    if (isRich(element)) used.add(field);
    // Nobody has been at what shows the server's value.
    if (shownBy(field.elements()) === serverValue(field)) continue;
    noteEdit(field);
    field.isTyped = element === activeElement();
    used.add(field);
  }
}

/** Notes the fields of a region before an update; the function that it returns settles them after. */
export function hold(region: Region, { update, answer, joins, reply }: Arrival): () => void {
  updated = region;
  if (joins || !regions.has(region.host)) attend(region);
  for (const field of used)
    if (field.region === region) {
      note(field);
      // A tree for a region that is no longer what it was.
      if (joins && 's' in update && !reply) forget(field);
    }
  const active = activeElement() as HTMLInputElement | null;
  const { selectionStart, selectionEnd, value } = active ?? ({} as HTMLInputElement);
  return () => {
    const settled = settleNoted(answer);
    updated = undefined;
    if (active === activeElement() && active && active.value !== value)
      if (typeof selectionStart === 'number')
        active.setSelectionRange(selectionStart, selectionEnd);
    if (joins) settled.forEach(sayAgain);
  };
}

/** Settles the fields that a refused event took along. */
export function refuse(code: string, event: LiveEvent): void {
  const taken = [...used].filter((field) => takenOf(field, event) !== undefined);
  // The server has not looked at such.
  if (/^(lost|ended|unreadable|queue-full)$/.test(code)) return taken.forEach(forget);
  taken.forEach(note);
  settleNoted(event, true);
}

type Settled = [field: Field, moment: Moment];

function settleNoted(answer?: LiveEvent, isRefused = false): Settled[] {
  const settled = [...noted].map(([field, before]): Settled => {
    const elements = field.elements();
    const moment = momentOf(field, before, answer, isRefused);
    const wanted = settle(field, moment);
    if (shownBy(elements) !== wanted) show(elements, wanted);
    if (!elements.some((each) => each.isConnected)) used.delete(field);
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
  const taken = answer && takenOf(field, answer);
  return {
    ...before,
    left: left(elements, before.shown),
    after: serverValue(field),
    answered: taken && (left(elements, taken) ?? taken),
    isFinal: isRefused || (answer !== undefined && answer.type !== 'input'),
    waits: doesWait(field),
    isGiven: (field.isGiven ||= isGiven(elements)),
    isComposed: field === composed,
    isTyped: !!field.isTyped,
    isUnreadable: elements.some(({ validity }) => validity?.badInput),
  };
}

const doesWait = (field: Field): boolean =>
  field.region.queue.some((event) => takenOf(field, event) !== undefined);

/** What a field showed as an event took it along; nothing where that did not. */
function takenOf({ elements }: Field, { took }: LiveEvent): string | undefined {
  const taken = took && elements().filter((each) => took.has(each));
  return taken?.length ? taken.map((each) => stateOf(each, took!.get(each)!)).join('') : undefined;
}

/** Has a field raise its event, where the server knows nothing of what the visitor entered. */
function sayAgain([field, moment]: Settled): void {
  const elements = field.elements();
  const element = elements.find((each) => (each as HTMLInputElement).checked) ?? elements[0]!;
  const type = element?.closest('[lv-input]') ? 'input' : element?.matches('[lv-click]') && 'click';
  if (!type || !isUntold(field, { ...moment, waits: doesWait(field) })) return;
  const { isTyped } = field;
  element.dispatchEvent(new Event(type, { bubbles: true, cancelable: true }));
  field.isTyped = isTyped;
}
