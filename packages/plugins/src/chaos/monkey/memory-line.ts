import { randomBytes } from 'node:crypto';
import { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { type Duplex, duplexPair } from 'node:stream';

import { type App, livePath } from '@skerry/kit/server';

import { frameForm, type Line, type LineEvents, type OpenLine } from './line.js';
import { FrameReader, opcodes, writeFrame } from './web-socket-frames.js';

const host = 'localhost';
/** The code of a line that ended without a close (RFC 6455, 7.4.1). */
const dropped = 1006;

/** Opens lines to an app through the memory of the process: its upgrade, its WebSockets and its hooks are the real ones. */
export const memoryLines =
  (app: App): OpenLine =>
  (cookie, events) => {
    const [near, far] = duplexPair();
    const request = Object.assign(new IncomingMessage(far as Socket), {
      method: 'GET',
      url: livePath + frameForm,
      headers: {
        host,
        cookie,
        origin: `http://${host}`,
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': randomBytes(16).toString('base64'),
      },
    });
    const line = new MemoryLine(near, far, events);
    // An app that refuses answers; one that fails has no answer.
    void Promise.resolve(app.upgrade(request, far, Buffer.alloc(0))).catch(() => line.drop());
    return line;
  };

class MemoryLine implements Line {
  readonly #near: Duplex;
  readonly #far: Duplex;
  readonly #events: LineEvents;
  readonly #reader = new FrameReader();
  /** The answer to the upgrade, until it is whole. */
  #head = '';
  #isOpen = false;
  #isOver = false;
  #code = dropped;

  constructor(near: Duplex, far: Duplex, events: LineEvents) {
    this.#near = near;
    this.#far = far;
    this.#events = events;
    near.on('data', (bytes: Buffer) => this.#read(bytes));
    near.on('error', () => {});
    far.on('error', () => {});
    near.on('end', () => this.#end());
    far.on('close', () => this.#end());
  }

  sendFrame(text: string): void {
    this.#write(opcodes.text, Buffer.from(text));
  }

  drop(): void {
    this.#isOver = true;
    this.#near.destroy();
    this.#far.destroy();
  }

  #write(opcode: number, payload: Buffer): void {
    if (this.#isOpen && !this.#isOver) this.#near.write(writeFrame(opcode, payload));
  }

  #read(bytes: Buffer): void {
    if (this.#isOver) return;
    if (this.#isOpen) return this.#take(bytes);
    this.#head += bytes.toString('latin1');
    const end = this.#head.indexOf('\r\n\r\n');
    if (end < 0) return;
    if (!this.#head.startsWith('HTTP/1.1 101 ')) return this.#end();
    this.#isOpen = true;
    this.#events.onOpen();
    this.#take(Buffer.from(this.#head.slice(end + 4), 'latin1'));
  }

  #take(bytes: Buffer): void {
    for (const { opcode, payload } of this.#reader.readFrames(bytes)) {
      if (this.#isOver) return;
      if (opcode === opcodes.text) this.#events.onFrame(payload.toString());
      if (opcode === opcodes.ping) this.#write(opcodes.pong, payload);
      if (opcode !== opcodes.close) continue;
      this.#code = payload.length >= 2 ? payload.readUInt16BE() : 1005;
      this.#write(opcodes.close, payload);
      this.#end();
    }
  }

  #end(): void {
    if (this.#isOver) return;
    this.drop();
    this.#events.onClosed(this.#code);
  }
}
