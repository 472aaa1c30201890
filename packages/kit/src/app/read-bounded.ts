/** The text of a request's body; nothing if it has more bytes, and reading stops there. */
export async function readBounded(request: Request, bytes: number): Promise<string | undefined> {
  if (Number(request.headers.get('content-length')) > bytes) return undefined;
  const decoder = new TextDecoder();
  let text = '';
  let read = 0;
  for await (const chunk of request.body ?? []) {
    read += chunk.length;
    if (read > bytes) return undefined;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
