/** A frame: text, or the bytes of a binary message. */
export type Frame = string | Uint8Array;

/** What frames come from. */
interface Source {
  pause(): void;
  resume(): void;
}

/** Milliseconds in which frames are handled, of all connections together, before other work has its turn. */
const sliceTime = 4;
/** Milliseconds between two frames that say that other work had its turn; frames of one read come without a pause. */
const pause = 0.5;

/** Inboxes with frames for later turns of the event loop: they take turns, one frame each. */
const waiting: Inbox[] = [];
/** When the last frame was handled, and when the slice that it is in ends. */
let handled = 0;
let until = 0;

/** Handles frames of all connections a few milliseconds at a time: thousands may come at once, from one or from many. */
export class Inbox {
  readonly #handle: (frame: Frame) => void;
  readonly #source: Source;
  /** Frames for later turns of the event loop; absent where none waits. */
  #frames: Frame[] | undefined;

  /** @param source is paused while frames wait */
  constructor(handle: (frame: Frame) => void, source: Source) {
    this.#handle = handle;
    this.#source = source;
  }

  /** Handles a frame that came at this time of `performance.now()`, at once where there is time. */
  add(frame: Frame, now: number): void {
    if (this.#frames) return void this.#frames.push(frame);
    if (now - handled >= pause) until = now + sliceTime;
    if (waiting.length > 0 || now >= until) return this.#wait(frame);
    this.#handle(frame);
    handled = performance.now();
  }

  /** Whether frames wait here. */
  get waits(): boolean {
    return this.#frames !== undefined;
  }

  /** Handles the frame that has waited the longest. */
  handleNext(): void {
    const frames = this.#frames as Frame[];
    const frame = frames.shift() as Frame;
    if (frames.length === 0) {
      this.#frames = undefined;
      this.#source.resume();
    }
    this.#handle(frame);
  }

  #wait(frame: Frame): void {
    this.#frames = [frame];
    this.#source.pause();
    if (waiting.push(this) === 1) setImmediate(handleWaiting);
  }
}

function handleWaiting(): void {
  until = performance.now() + sliceTime;
  try {
    do handleOne(waiting.shift() as Inbox);
    while (waiting.length > 0 && handled < until);
  } finally {
    if (waiting.length > 0) setImmediate(handleWaiting);
  }
}

function handleOne(inbox: Inbox): void {
  try {
    inbox.handleNext();
  } finally {
    if (inbox.waits) waiting.push(inbox);
    handled = performance.now();
  }
}
