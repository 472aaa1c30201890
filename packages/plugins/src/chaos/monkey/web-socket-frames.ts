/** Kinds of WebSocket frames that matter here (RFC 6455, 5.2). */
export const opcodes = { text: 1, close: 8, ping: 9, pong: 10 } as const;

/** A frame as it was read. */
export interface SocketFrame {
  readonly opcode: number;
  readonly payload: Buffer;
}

/**
 * Writes a frame as clients do (RFC 6455, 5.2). It is masked with zeros: masks protect proxies, and the memory of one process
 * has none.
 */
export function writeFrame(opcode: number, payload: Buffer): Buffer {
  const { length } = payload;
  const size = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const head = Buffer.alloc(size + 4);
  head[0] = 0x80 | opcode;
  head[1] = 0x80 | (size === 2 ? length : size === 4 ? 126 : 127);
  if (size === 4) head.writeUInt16BE(length, 2);
  if (size === 10) head.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([head, payload]);
}

/** Reads the frames of a server from the bytes as they come: whole, since Skerry's server sends no fragments. */
export class FrameReader {
  #bytes = Buffer.alloc(0);

  /** Takes bytes, and returns the frames that are complete now. */
  readFrames(bytes: Buffer): SocketFrame[] {
    this.#bytes = Buffer.concat([this.#bytes, bytes]);
    const frames: SocketFrame[] = [];
    for (let frame = this.#next(); frame; frame = this.#next()) frames.push(frame);
    return frames;
  }

  #next(): SocketFrame | undefined {
    const bytes = this.#bytes;
    if (bytes.length < 2) return undefined;
    const short = (bytes[1] as number) & 0x7f;
    const start = short === 127 ? 10 : short === 126 ? 4 : 2;
    if (bytes.length < start) return undefined;
    const length =
      short === 127
        ? Number(bytes.readBigUInt64BE(2))
        : short === 126
          ? bytes.readUInt16BE(2)
          : short;
    if (bytes.length < start + length) return undefined;
    this.#bytes = bytes.subarray(start + length);
    const payload = bytes.subarray(start, start + length);
    return { opcode: (bytes[0] as number) & 0x0f, payload };
  }
}
