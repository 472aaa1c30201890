import { describe } from '../core/describe.js';
import { fail } from '../core/errors.js';
import { eventName, FieldBinding } from './binding.js';
import { escapeHtml } from './escape.js';

/** Writes the value of an attribute as text, or `null` where the attribute is absent. */
export type AttributeText = (value: unknown) => string | null;

/** Chooses how the values of one attribute are written. Every way from a value to an attribute goes through here. */
export function attributeText(written: string): AttributeText {
  const name = written.toLowerCase();
  if (name === 'class') return classText;
  if (name === 'style') return styleText;
  if (urlAttributes.has(name)) return (value) => urlText(name, value);
  if (name === 'srcdoc' || name.startsWith('on')) return (value) => refused(name, value);
  if (writesBooleans(name))
    return (value) => (typeof value === 'boolean' ? `${value}` : plainText(name, value));
  return (value) => (typeof value === 'string' ? value : plainText(name, value));
}

function plainText(name: string, value: unknown): string | null {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
    case 'bigint':
      return String(value);
    case 'boolean':
      return value ? '' : null;
    case 'undefined':
      return null;
  }
  if (value === null) return null;
  if (value instanceof FieldBinding) return value.toString();
  const isHandler = typeof value === 'function' && name.startsWith('lv-');
  // An event that was not called is bound without a payload.
  if (isHandler && eventName in value) return String(value[eventName]);
  const given = isHandler
    ? 'a function, and handlers run on the server: bind an event'
    : describe(value);
  throw fail('bad-attribute', { name, value: given });
}

/** Attributes whose `true` and `false` are words, not presence. */
const enumerated = new Set([
  'contenteditable',
  'draggable',
  'spellcheck',
  'autocapitalize',
  'writingsuggestions',
]);
const writesBooleans = (name: string): boolean =>
  name.startsWith('aria-') || name.startsWith('data-') || enumerated.has(name);

/** A class list: a string, an array of class lists, or a record whose true members count. */
function classText(value: unknown): string | null {
  const text = classNames(value);
  return text === '' ? null : text;
}

function classNames(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return value.map(classNames).filter(Boolean).join(' ');
  if (typeof value === 'object' && value !== null)
    return Object.keys(value)
      .filter((name) => (value as Record<string, unknown>)[name])
      .join(' ');
  return '';
}

/** Properties whose numbers are no lengths, as CSS defines them. */
const unitless =
  /^(?:--|opacity$|order$|orphans$|widows$|zoom$|z-index$|line-height$|font-weight$|tab-size$|scale$|aspect-ratio$|columns$|column-count$|flex|grid-(?:row|column|area)|animation-iteration-count$|(?:fill|stroke|stop|flood)-opacity$|stroke-(?:dash|miter))/;

function styleText(value: unknown): string | null {
  if (typeof value === 'string') return value === '' ? null : value;
  if (value === null || value === undefined || value === false) return null;
  if (typeof value !== 'object' || Array.isArray(value))
    throw fail('bad-attribute', { name: 'style', value: describe(value) });
  let css = '';
  for (const [key, item] of Object.entries(value as Record<string, unknown>)) {
    if (item === null || item === undefined || item === false || item === '') continue;
    const name = key.startsWith('--') ? key : key.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`);
    const text =
      typeof item === 'number' && item !== 0 && !unitless.test(name) ? `${item}px` : String(item);
    css += `${css && ' '}${name}: ${text.replaceAll(';', '')};`;
  }
  return css === '' ? null : css;
}

const urlAttributes = new Set([
  'href',
  'src',
  'action',
  'formaction',
  'xlink:href',
  'data',
  'poster',
  'background',
  'cite',
  'ping',
  'manifest',
]);

/** The replacement of a refused URL: it leads nowhere and says why. */
const refusedUrl = 'about:blank#refused-url';

function urlText(name: string, value: unknown): string | null {
  const text = plainText(name, value);
  return text !== null && runsScript(text) ? refusedUrl : text;
}

const scriptSchemes = ['javascript', 'vbscript'].map((name) => [...name].join('[\\t\\n\\r]*'));

/**
 * A URL that would run script. Browsers drop tabs and line breaks anywhere and control characters and spaces at the start
 * before they read the scheme (WHATWG URL, basic parser). The first letter that differs ends the search.
 */
const scriptUrl = new RegExp(`^[\\0-\\x20]*(?:${scriptSchemes.join('|')})[\\t\\n\\r]*:`, 'i');

function runsScript(url: string): boolean {
  // Most URLs are paths, fragments or http: no need to look further.
  const first = url.charCodeAt(0);
  return first !== 0x2f && first !== 0x23 && first !== 0x68 && scriptUrl.test(url);
}

function refused(name: string, value: unknown): null {
  if (value === null || value === undefined || value === false) return null;
  throw fail('refused-attribute', { name });
}

/** Properties that JSX passes beside attributes, and names that no spread may set: our own markers among them. */
const notAttributes =
  /^(?:on.*|lv-ignore|key|ref|children|innerhtml|outerhtml|textcontent|dangerouslysetinnerhtml|srcdoc|data-[sk])$/i;

/** The names of attributes that both parsers and `setAttribute` accept, in every browser. */
const attributeName = /^[a-z_:][\w:.-]*$/i;

const writers = new Map<string, AttributeText>();

/**
 * The attributes that a record of props gives: own members only; handlers and other values than attributes are left out. Of several
 * spellings of one attribute the last counts, as of several values.
 */
export function attributesText(props: unknown): Record<string, string> {
  const result: Record<string, string> = {};
  /** The spellings of names with capitals so far, by their lower-case form. */
  let spelled: Map<string, string> | undefined;
  if (typeof props !== 'object' || props === null) return result;
  for (const [name, value] of Object.entries(props)) {
    if (notAttributes.test(name) || !attributeName.test(name) || name === '__proto__') continue;
    const text = writerOf(name)(value);
    const read = name.toLowerCase();
    if (read !== name && !spelled) spelled = spellings(result);
    if (spelled) {
      delete result[spelled.get(read) ?? name];
      spelled.set(read, name);
    }
    if (text !== null) result[name] = text;
  }
  return result;
}

const spellings = (attributes: object): Map<string, string> =>
  new Map(Object.keys(attributes).map((name) => [name.toLowerCase(), name]));

function writerOf(name: string): AttributeText {
  const known = writers.get(name);
  if (known) return known;
  const writer = attributeText(name);
  // Names may come from outside through a spread: the map must not grow with them.
  if (writers.size < 500) writers.set(name, writer);
  return writer;
}

/** An attribute in HTML, with a space before it. */
export const attributeHtml = (name: string, text: string): string =>
  ` ${name}="${escapeHtml(text)}"`;
