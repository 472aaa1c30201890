/** The longest form, in bytes: a password of 1,024 characters, percent-encoded, fits. */
const mostBytes = 32_768;

/** Reads a form as browsers send it (`application/x-www-form-urlencoded`), or returns the answer that refuses it. */
export async function readForm(request: Request): Promise<URLSearchParams | Response> {
  const [type = ''] = (request.headers.get('content-type') ?? '').split(';');
  if (type.trim().toLowerCase() !== 'application/x-www-form-urlencoded')
    return new Response('Send a form.', { status: 415 });
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > mostBytes) return new Response('This form is too large.', { status: 413 });
    chunks.push(chunk);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}
