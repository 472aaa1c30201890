import { postField, readBinding } from '@skerry/wire';

import { escapeHtml } from '../../template/escape.js';

// The names of the fields by which a form says what it posts. Each begins the text of a binding.

/** Of a button that posts its event. */
export const buttonField = `${postField}:`;
/** Of a form that posts its event with its fields. Its value is JSON of members for the payload, or empty. */
export const formField = `${postField}-form:`;

/** The attributes of a tag as kit writes it, with their texts. */
export type TagAttributes = ReadonlyMap<string, string>;

const attribute = / ([^\s"=<>/]+)="([^"]*)"/g;

/** Reads the attributes of a tag. HTML has names in lower case, and of two with one name the first. */
export function attributesOf(tag: string): TagAttributes {
  const found = new Map<string, string>();
  for (const [, given = '', text = ''] of tag.matchAll(attribute)) {
    const name = given.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
    if (!found.has(name)) found.set(name, textOf(text));
  }
  return found;
}

const characters = new Map([
  ['quot', '"'],
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['#13', '\r'],
]);

/** The text of an attribute as `escapeHtml` has written it. */
export const textOf = (html: string): string =>
  html.replaceAll(/&(quot|amp|lt|gt|#13);/g, (_, name: string) => characters.get(name) ?? '');

/** A tag without an attribute. */
export const without = (tag: string, name: string): string =>
  tag.replaceAll(/ ([^\s"=<>/]+)="[^"]*"/g, (whole, each) => (each === name ? '' : whole));

const inTag = /(?:[^>"]|"[^"]*")*/y;

/** The place of the `>` of a tag. @param from a place in the tag, outside of its texts */
export function endOfTag(html: string, from: number): number {
  inTag.lastIndex = from;
  return from + (inTag.exec(html)?.[0].length ?? 0);
}

const memberPrefix = 'lv-value-';

/** The members that `lv-value-` attributes add to a payload. */
export const membersOf = (attributes: TagAttributes): [name: string, text: string][] =>
  Array.from(attributes)
    .filter(([name]) => name.startsWith(memberPrefix))
    .map(([name, text]) => [name.slice(memberPrefix.length), text]);

/** The name of a button that posts its event, as HTML: its binding with the payload that its event has over a connection. */
export function buttonName(attributes: TagAttributes): string {
  const binding = attributes.get('lv-click') ?? '';
  const { event, options, json } = readBinding(binding);
  const value = attributes.get('value');
  const members = membersOf(attributes);
  if (members.length === 0 && (json !== '' || value === undefined))
    return escapeHtml(buttonField + binding);
  const given = json === '' ? (value === undefined ? '{}' : JSON.stringify({ value })) : json;
  return escapeHtml(`${buttonField}${event}${options} ${withMembers(given, members)}`);
}

/** A payload with members that it does not have itself. One that is no record has no members, and one that is no JSON stays. */
function withMembers(json: string, members: [string, string][]): string {
  try {
    const payload: unknown = JSON.parse(json);
    if (typeof payload !== 'object') return json;
    return JSON.stringify({ ...Object.fromEntries(members), ...payload });
  } catch {
    return json;
  }
}

/** The name and the value of the field by which a form posts its event, as HTML. Its fields win over its members. */
export function formEntry(attributes: TagAttributes): [name: string, value: string] {
  const members = membersOf(attributes);
  const value = members.length === 0 ? '' : JSON.stringify(Object.fromEntries(members));
  return [escapeHtml(formField + (attributes.get('lv-submit') ?? '')), escapeHtml(value)];
}
