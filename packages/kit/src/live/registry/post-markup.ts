import { postField, regionIdPrefix } from '@skerry/wire';

import { escapeHtml } from '../../template/escape.js';
import {
  attributesOf,
  buttonName,
  endOfTag,
  formEntry,
  type TagAttributes,
  without,
} from './post-fields.js';

/** A region's HTML that works without script, and what the document needs for it outside of the region. */
export interface PostMarkup {
  readonly html: string;
  /** Forms and hidden fields, which name each other by ids; empty if nothing in the region is bound to an event that can be posted. */
  readonly forms: string;
}

/** Matches a binding that can be posted. */
const posted = / lv-(click|submit)="([^"]*)"/g;
/** Matches the beginning of the tag of an element that can post, up to its binding, and the rest of the tag behind it. */
const opening = /^<(button|input|form)\b(?:[^>"]|"[^"]*")*$/;
/** Nobody writes longer tags. */
const maxTag = 16_384;

/**
 * Makes buttons and forms that are bound to events of a region post them, where no script prevents that. Regions inside have been
 * through this before.
 *
 * @param tokenOf seals what the server needs to find the region again, for so many copies
 */
export function withPosts(
  html: string,
  id: string,
  tokenOf: (copies: number) => string,
): PostMarkup {
  let done = '';
  let at = 0;
  let hasButton = false;
  const forms: [id: string, attributes: TagAttributes][] = [];
  const own = `${regionIdPrefix}${id}`;
  for (const { index, 0: text, 1: type } of html.matchAll(posted)) {
    const start = html.lastIndexOf('<', index);
    const tag = index - start < maxTag ? opening.exec(html.slice(start, index))?.[1] : undefined;
    if (!tag || start < at || (tag === 'form') !== (type === 'submit')) continue;
    const end = endOfTag(html, index + text.length);
    const whole = html.slice(start, end);
    const attributes = attributesOf(whole);
    const next = type === 'click' ? withButton(whole, tag, own, attributes) : undefined;
    const id = `${own}-f${forms.length}`;
    const form = type === 'submit' ? withForm(whole, id, attributes) : undefined;
    if (next) hasButton = true;
    if (form) forms.push([form.id, attributes]);
    done += html.slice(at, start) + (next ?? form?.tag ?? whole);
    at = end;
  }
  const copies = forms.length + (hasButton ? 1 : 0);
  if (copies === 0) return { html, forms: '' };
  const token = tokenOf(copies);
  const button = hasButton
    ? `<form id="${own}-post" method="post" hidden="">${field(postField, token)}</form>`
    : '';
  const fields = forms.map(
    ([id, attributes]) => field(postField, token, id) + field(...formEntry(attributes), id),
  );
  return { html: done + html.slice(at), forms: button + fields.join('') };
}

const field = (name: string, value: string, form?: string): string =>
  `<input type="hidden" name="${name}" value="${value}"${form === undefined ? '' : ` form="${escapeHtml(form)}"`}>`;

/** A button that posts its event, by the form of its region. */
function withButton(
  tag: string,
  name: string,
  own: string,
  attributes: TagAttributes,
): string | undefined {
  if (attributes.get('form')?.startsWith(regionIdPrefix)) return undefined;
  const type = attributes.get('type') ?? (name === 'button' ? 'submit' : 'text');
  if (!/^(?:submit|button|image)$/.test(type)) return undefined;
  const bare = without(without(without(tag, 'form'), 'name'), 'type');
  const kind = type === 'image' ? 'image' : 'submit';
  const added = ` type="${kind}" form="${own}-post" name="${buttonName(attributes)}"`;
  return bare.endsWith('/') ? `${bare.slice(0, -1)}${added}/` : bare + added;
}

/** A form that posts its event, unless its author has said where it goes without script. */
function withForm(
  tag: string,
  id: string,
  attributes: TagAttributes,
): { tag: string; id: string } | undefined {
  const method = attributes.get('method')?.toLowerCase();
  const isElsewhere = attributes.has('action') || attributes.has('data-post');
  if ((method ?? 'post') !== 'post' || isElsewhere) return undefined;
  const given = attributes.get('id');
  const added = `${given === undefined ? ` id="${id}"` : ''}${method === undefined ? ' method="post"' : ''} data-post=""`;
  return { tag: tag + added, id: given ?? id };
}
