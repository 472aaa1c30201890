import { type EventPayload, isRecord, postField, readBinding } from '@skerry/wire';

import type { Limits } from '../core/limits.js';
import { headerOf, type IncomingRequest } from '../core/request-origin.js';
import type { Post } from '../live/registry/posts.js';
import { readBounded } from './read-bounded.js';
import type { Fault } from './error-page.js';

/** The kinds of bodies that forms send. Browsers send no other without asking first, and those are not from a form of ours. */
const formTypes = /^(?:application\/x-www-form-urlencoded|multipart\/form-data)\b/i;

/** Reads what a form of a region has posted to a page; `undefined` if the form is not of a region. @returns a fault if the body cannot be read */
export async function readPost(
  request: IncomingRequest,
  page: string,
  { maxPostedBytes }: Limits,
): Promise<Post | Fault | undefined> {
  const type = headerOf(request, 'content-type') ?? '';
  if (!formTypes.test(type)) return undefined;
  const body = await readBounded(request as Request, maxPostedBytes);
  if (body === undefined)
    return { status: 413, reason: `A form may send ${maxPostedBytes} bytes (maxPostedBytes).` };
  try {
    const fields = await new Response(body, { headers: { 'content-type': type } }).formData();
    return postOf(fields, page);
  } catch {
    return { status: 400, reason: 'Bad request: the body is no form.' };
  }
}

function postOf(fields: FormData, page: string): Post | Fault | undefined {
  const token = fields.get(postField);
  const named = [...fields].find(([name]) => name.startsWith(eventField));
  if (typeof token !== 'string' || !named) return undefined;
  const [name, given] = named;
  const { event, json } = readBinding(name.slice(eventField.length));
  const values = valuesOf(fields);
  // A form has fields; a button alone has its value.
  const isForm = given === '' && [...fields.keys()].some((each) => !each.startsWith(postField));
  const own = isForm ? values : given === '' ? null : { value: given };
  let extra: unknown;
  try {
    extra = json === '' ? undefined : JSON.parse(json);
  } catch {
    return { status: 400, reason: 'Bad request: the event is not readable.' };
  }
  const value = isForm && isRecord(extra) ? { ...values, ...extra } : (extra ?? own);
  const payload: EventPayload = { type: isForm ? 'submit' : 'click', event, value };
  return { token, payload, page };
}

/** Begins the name of the field that says which event is meant. */
const eventField = `${postField}:`;

/** The fields that the author has written, as a connection brings them: a repeated name gives an array; files are left out. */
function valuesOf(fields: FormData): Record<string, unknown> {
  const values = new Map<string, string[]>();
  for (const [name, value] of fields) {
    if (typeof value !== 'string' || name.startsWith(postField) || name === '__proto__') continue;
    const earlier = values.get(name);
    if (earlier) earlier.push(value);
    else values.set(name, [value]);
  }
  return Object.fromEntries(
    Array.from(values, ([name, all]) => [name, all.length > 1 ? all : all[0]]),
  );
}
