/** The payload of a join. */
export interface Join {
  topic: string;
  token: string;
  have?: number;
  page: string;
}

/** Answers a join with the rest of the frame after channel and reference; `undefined` leaves it unanswered. */
export type AnswerJoin = (join: Join, count: number) => unknown[] | undefined;

/** A connection, as the server's end uses it. */
interface Wire {
  send(text: string): void;
}

/** The server's end of a page's connections, played by a test. */
export class FarEnd<W extends Wire = Wire> {
  readonly joins: Join[] = [];
  readonly lines: W[] = [];
  readonly #frames: unknown[][] = [];
  readonly #waiting: ((frame: unknown[]) => void)[] = [];
  /** The channel joined last, by topic. */
  readonly channels = new Map<string, number>();
  /** The topic that a test uses. */
  topic = 'lv:a';
  /** Channels that the client left. */
  readonly left: number[] = [];
  heartbeats = 0;
  /** The number of sent frames that the server claims, if set. */
  count: number | undefined;
  /** True if the server answers heartbeats and accepts connections. */
  isAwake = true;
  readonly #answerJoin: AnswerJoin;

  constructor(answerJoin: AnswerJoin = () => [{}, 0]) {
    this.#answerJoin = answerJoin;
  }

  get line(): W {
    return this.lines.at(-1)!;
  }

  /** Takes a frame of the client. */
  receive(text: string, line: W): void {
    const frame = JSON.parse(text) as unknown[];
    const [channel, ref, third] = frame as [number, number, unknown];
    if (channel === 0) {
      this.heartbeats++;
      const count = this.count === undefined ? [] : [this.count];
      if (this.isAwake) line.send(JSON.stringify([0, ref, {}, ...count]));
    } else if (frame.length === 2) {
      this.left.push(channel);
    } else if (typeof third === 'object' && third !== null) {
      this.channels.set((third as Join).topic, channel);
      this.joins.push(third as Join);
      const answer = this.#answerJoin(third as Join, this.joins.length);
      if (answer) line.send(JSON.stringify([channel, 0, ...answer]));
    } else if (this.#waiting.length) this.#waiting.shift()!(frame);
    else this.#frames.push(frame);
  }

  /** The next event of the client. */
  next(): Promise<unknown[]> {
    const frame = this.#frames.shift();
    return frame ? Promise.resolve(frame) : new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** The events of the client that no test has read yet. */
  get unread(): unknown[][] {
    return this.#frames;
  }

  /** Forgets sent and awaited events. */
  forget(): void {
    this.#frames.length = this.#waiting.length = 0;
  }

  get channel(): number {
    return this.channels.get(this.topic)!;
  }

  /** Sends a frame on the channel. */
  send(...rest: unknown[]): void {
    this.line.send(JSON.stringify([this.channel, ...rest]));
  }
}
