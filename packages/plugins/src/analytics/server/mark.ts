/** The name of the mark in the header `Server-Timing`. */
export const markName = 'counted';

/**
 * Marks an answer as a page that was counted, so that the browser part tells no view of it. The mark is a metric of
 * `Server-Timing` (https://www.w3.org/TR/server-timing/), the one header of a page that its scripts can read.
 */
export function withMark(response: Response): Response {
  const own = isImmutable(response) ? new Response(response.body, response) : response;
  own.headers.append('server-timing', markName);
  return own;
}

/** Tells whether the headers of a response cannot be changed: those of one that was fetched. */
function isImmutable({ headers }: Response): boolean {
  try {
    headers.delete('x-skerry-none');
    return false;
  } catch {
    return true;
  }
}
