import { send } from '@fastify/send';

/** The media type of a file by the ending of its path, with the charset for text; `undefined` if none is known. */
export function mediaType(path: string): string | undefined {
  const type = send.mime.getType(path);
  if (!type) return undefined;
  return send.isUtf8MimeType(type) ? `${type}; charset=utf-8` : type;
}
