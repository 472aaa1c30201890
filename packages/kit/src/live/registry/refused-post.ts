import { escapeHtml } from '../../template/escape.js';
import { attributesOf, endOfTag, type TagAttributes, textOf, without } from './post-fields.js';

/** The fields of a form as it was posted: a repeated name has an array. */
export type PostedFields = Readonly<Record<string, string | readonly string[]>>;

/** A post that the schema of its event has refused, for the page that answers it. */
export interface RefusedPost {
  /** The form that was posted; none if a button posted its event alone. */
  readonly form?: PostedForm | undefined;
  /** What the visitor reads, as HTML that may be anywhere. */
  readonly message: string;
}

/** A form by its binding, and what it has sent. */
export interface PostedForm {
  readonly binding: string;
  readonly fields: PostedFields;
}

/** The place of a form in HTML: behind its tag, and before its end. */
interface FormPlace {
  readonly start: number;
  readonly end: number;
  readonly id: string | undefined;
}

/**
 * Shows what a region has refused: the message at the top of the form that was posted, with what was typed in it, or at the top of the
 * region.
 *
 * @param html the region's HTML, before it is made to post
 */
export function withRefusal(html: string, { form, message }: RefusedPost): string {
  const place = form && findForm(html, form);
  if (!place) return message + html;
  const fill = new Filler(html, place, form.fields);
  return fill.until(place.start) + message + fill.until(html.length);
}

/** Finds the form that was posted: of several with one binding, the one whose hidden fields have sent their values. */
function findForm(html: string, { binding, fields }: PostedForm): FormPlace | undefined {
  for (const { index } of html.matchAll(/<form\b/g)) {
    const start = endOfTag(html, index) + 1;
    const attributes = attributesOf(html.slice(index, start));
    // Forms of regions inside post already.
    if (attributes.get('lv-submit') !== binding || attributes.has('data-post')) continue;
    const close = html.indexOf('</form>', start);
    const end = close < 0 ? html.length : close;
    if (sentBy(html.slice(start, end), fields)) return { start, end, id: attributes.get('id') };
  }
  return undefined;
}

/** Tells whether the hidden fields in HTML have sent these values. */
function sentBy(html: string, fields: PostedFields): boolean {
  return [...html.matchAll(/<input\b/g)].every(({ index }) => {
    const attributes = attributesOf(html.slice(index, endOfTag(html, index)));
    const name = attributes.get('name');
    if (attributes.get('type') !== 'hidden' || !name || attributes.has('form')) return true;
    return attributes.has('disabled') || valuesIn(fields, name).includes(textIn(attributes));
  });
}

const valuesIn = (fields: PostedFields, name: string): readonly string[] =>
  Object.hasOwn(fields, name) ? [fields[name] ?? []].flat() : [];

const textIn = (attributes: TagAttributes, absent = ''): string =>
  attributes.get('value') ?? absent;

/** The types of inputs that show no text that was typed, or must not show it again. */
const untyped = /^(?:hidden|password|file|submit|image|button|reset)$/;
const secret = /password|one-time-code|cc-/;

/** Copies HTML, and writes into the fields of one form what was posted. */
class Filler {
  readonly #html: string;
  readonly #place: FormPlace;
  readonly #fields: PostedFields;
  /** The number of values of each name that fields of text have shown. */
  readonly #shown = new Map<string, number>();
  /** Of each `<fieldset>` around, whether it is disabled. */
  readonly #fieldsets: boolean[] = [];
  /** The values of the `<select>` around, if it is a field of the form. */
  #chosen: readonly string[] | undefined;
  #at = 0;

  constructor(html: string, place: FormPlace, fields: PostedFields) {
    this.#html = html;
    this.#place = place;
    this.#fields = fields;
  }

  /** The HTML from where the last call ended to here. */
  until(end: number): string {
    const pattern = /<\/?(?:input|textarea|select|option|fieldset)\b/g;
    pattern.lastIndex = this.#at;
    let done = '';
    for (let found; (found = pattern.exec(this.#html)) && found.index < end;) {
      const close = endOfTag(this.#html, found.index);
      done += this.#html.slice(this.#at, found.index);
      this.#at = pattern.lastIndex = close;
      done += this.#tag(found[0], this.#html.slice(found.index, close), found.index);
      pattern.lastIndex = this.#at;
    }
    done += this.#html.slice(this.#at, end);
    this.#at = end;
    return done;
  }

  /** A tag up to its `>`, as it is to be. */
  #tag(start: string, tag: string, index: number): string {
    const attributes = attributesOf(tag);
    switch (start) {
      case '<fieldset':
        this.#fieldsets.push(attributes.has('disabled'));
        return tag;
      case '</fieldset':
        this.#fieldsets.pop();
        return tag;
      case '<select':
        this.#chosen = this.#valuesOf(attributes, index);
        // One that shows a single choice sends it; without one it is as it was.
        if (!attributes.has('multiple') && this.#chosen?.length === 0) this.#chosen = undefined;
        return tag;
      case '</select':
        this.#chosen = undefined;
        return tag;
      case '<option':
        return this.#chosen ? this.#option(tag, attributes, this.#chosen) : tag;
      case '<input':
        return this.#input(tag, attributes, this.#valuesOf(attributes, index));
      case '<textarea':
        return this.#textarea(tag, attributes, this.#valuesOf(attributes, index));
      default:
        return tag;
    }
  }

  /** The values that were sent by the name of a field, if it is one of the form that could send any. */
  #valuesOf(attributes: TagAttributes, index: number): readonly string[] | undefined {
    const { start, end, id } = this.#place;
    const name = attributes.get('name');
    const form = attributes.get('form');
    const isInside = form === undefined ? index >= start && index < end : form === id;
    const isDisabled = attributes.has('disabled') || this.#fieldsets.includes(true);
    return name && isInside && !isDisabled ? valuesIn(this.#fields, name) : undefined;
  }

  /** The next value of those that fields of one name have sent. */
  #next(attributes: TagAttributes, values: readonly string[]): string | undefined {
    const name = attributes.get('name') ?? '';
    const shown = this.#shown.get(name) ?? 0;
    this.#shown.set(name, shown + 1);
    return values[shown];
  }

  #input(tag: string, attributes: TagAttributes, values: readonly string[] | undefined): string {
    const type = (attributes.get('type') ?? 'text').toLowerCase();
    if (!values) return tag;
    if (type === 'checkbox' || type === 'radio') {
      const isChecked = values.includes(textIn(attributes, 'on'));
      return withAttribute(tag, 'checked', isChecked ? '' : undefined);
    }
    const text = this.#next(attributes, values);
    const isSecret = secret.test(attributes.get('autocomplete') ?? '');
    return text === undefined || isSecret || untyped.test(type)
      ? tag
      : withAttribute(tag, 'value', text);
  }

  #textarea(tag: string, attributes: TagAttributes, values: readonly string[] | undefined): string {
    const text = values && this.#next(attributes, values);
    if (text === undefined) return tag;
    const end = this.#html.indexOf('</textarea', this.#at);
    if (end >= 0) this.#at = end;
    // A parser drops the first line break.
    return `${tag}>\n${escapeHtml(text)}`;
  }

  #option(tag: string, attributes: TagAttributes, chosen: readonly string[]): string {
    const shown = this.#html.slice(this.#at + 1, this.#html.indexOf('<', this.#at));
    const value = textIn(attributes, textOf(shown).trim());
    return withAttribute(tag, 'selected', chosen.includes(value) ? '' : undefined);
  }
}

/** A tag up to its `>`, with an attribute or without it. */
function withAttribute(tag: string, name: string, text: string | undefined): string {
  const bare = without(tag, name);
  if (text === undefined) return bare;
  const added = ` ${name}="${escapeHtml(text)}"`;
  return bare.endsWith('/') ? `${bare.slice(0, -1)}${added}/` : bare + added;
}
