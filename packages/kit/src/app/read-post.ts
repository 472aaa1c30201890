import { type EventPayload, parseFrame, postField, readBinding, WireError } from '@skerry/wire';

import type { Limits } from '../core/limits.js';
import type { IncomingRequest } from '../core/incoming-request.js';
import { headerOf } from '../core/request-origin.js';
import { buttonField, formField } from '../live/registry/post-fields.js';
import type { Post } from '../live/registry/posts.js';
import type { PostedFields } from '../live/registry/refused-post.js';
import { readBounded } from '../core/read-bounded.js';
import type { Fault } from '../page/error-page.js';

/** The kinds of bodies that forms send. Browsers send no other without asking first, and those are not from a form of ours. */
const formTypes = /^(?:application\/x-www-form-urlencoded|multipart\/form-data)\b/i;

/** Reads what a form of a region has posted to a page; `undefined` if the form is not of a region. @returns a fault if the body cannot be read */
export async function readPost(
  request: IncomingRequest,
  page: string,
  limits: Limits,
): Promise<Post | Fault | undefined> {
  const type = headerOf(request, 'content-type') ?? '';
  if (!formTypes.test(type)) return undefined;
  const { maxPostedBytes } = limits;
  const body = await readBounded(request as Request, maxPostedBytes);
  if (body === undefined)
    return { status: 413, reason: `A form may send ${maxPostedBytes} bytes (maxPostedBytes).` };
  try {
    const fields = await new Response(body, { headers: { 'content-type': type } }).formData();
    return postOf(fields, page, limits);
  } catch {
    return { status: 400, reason: 'Bad request: the body is no form.' };
  }
}

function postOf(fields: FormData, page: string, limits: Limits): Post | Fault | undefined {
  const token = fields.get(postField);
  const named = [...fields].find(([name]) => name.startsWith(formField) || isButton(name));
  if (typeof token !== 'string' || !named) return undefined;
  const [name, given] = named;
  const isForm = !isButton(name);
  const text = isForm ? name.slice(formField.length) : buttonText(name, fields);
  const { event, json } = readBinding(text);
  const extra = parse(json, limits);
  const members = isForm ? parse(given, limits) : undefined;
  if (extra instanceof WireError || members instanceof WireError)
    return { status: 400, reason: 'Bad request: the event is not readable.' };
  if (!isForm) return { token, payload: { type: 'click', event, value: extra ?? null }, page };
  const sent = valuesOf(fields);
  const value = { ...(members as object), ...sent, ...(extra as object) };
  const payload: EventPayload = { type: 'submit', event, value };
  return { token, payload, form: { binding: text, fields: sent }, page };
}

const isButton = (name: string): boolean => name.startsWith(buttonField);

/** The binding of a button. Of an image, browsers send the place of the click, in two fields. */
function buttonText(name: string, fields: FormData): string {
  const text = name.slice(buttonField.length);
  const isImage = name.endsWith('.x') && fields.has(`${name.slice(0, -1)}y`);
  return isImage ? text.slice(0, -2) : text;
}

/** Reads JSON under the bounds of a connection; empty text is `undefined`. */
const parse = (json: unknown, limits: Limits): unknown =>
  typeof json === 'string' && json !== '' ? parseFrame(json, limits) : undefined;

/**
 * The fields that the author has written, as a connection brings them: a repeated name gives an array, and line breaks are of one
 * character; files are left out.
 */
function valuesOf(fields: FormData): PostedFields {
  const values = new Map<string, string[]>();
  for (const [name, value] of fields) {
    if (typeof value !== 'string' || name.startsWith(postField) || name === '__proto__') continue;
    const text = value.replaceAll('\r\n', '\n');
    const earlier = values.get(name);
    if (earlier) earlier.push(text);
    else values.set(name, [text]);
  }
  return Object.fromEntries(
    Array.from(values, ([name, all]) => [name, all.length > 1 ? all : (all[0] as string)]),
  );
}
