/** Bytes of a text in UTF-8; the two halves of a surrogate pair count two each. */
export function byteLength(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0x7f) bytes += code > 0x7ff && (code & 0xf800) !== 0xd800 ? 2 : 1;
  }
  return bytes;
}

/** The reason for refusing an event that is above that bound. */
export const tooLargeReason = (event: string, bytes: number, maxPayload: number): string =>
  `The event "${event}" takes ${bytes} bytes, and the server takes ${maxPayload} (maxPayload).`;
