import { fail } from '../core/errors.js';
import { mediaType } from '../core/answer-headers.js';
import type { PlannedPage } from './plan.js';

/** The answer of an endpoint, as it is written to a file. */
export interface EndpointFile {
  readonly content: Uint8Array;
  /** The headers of the answer, its content type among them. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Headers that belong to one answer alone. */
const ofOneAnswer = ['content-length', 'date', 'transfer-encoding', 'connection'];

/**
 * Makes the content of a file of an endpoint's answer.
 *
 * @throws SkerryError `prerender-answer`, `prerender-type`
 */
export async function endpointFile(
  { name, target }: PlannedPage,
  response: Response,
): Promise<EndpointFile> {
  const headers = Object.fromEntries(response.headers);
  const refused = (answer: string) => fail('prerender-answer', { page: name, answer });
  if (response.status !== 200) throw refused(`the status ${response.status}`);
  if (headers['set-cookie'] !== undefined) throw refused('a cookie, which is for one visitor');
  const expected = mediaType(target) as string;
  const type = (headers['content-type'] ??= expected);
  if (formOf(type) !== formOf(expected))
    throw fail('prerender-type', { page: name, target, type, expected });
  for (const header of ofOneAnswer) delete headers[header];
  return { content: new Uint8Array(await response.arrayBuffer()), headers };
}

/** The form of a media type: RSS is XML, whatever names it. */
function formOf(type: string): string {
  const [essence = ''] = type.toLowerCase().split(';', 1);
  return essence.slice(Math.max(essence.lastIndexOf('/'), essence.lastIndexOf('+')) + 1).trim();
}
