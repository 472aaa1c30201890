/** A frame: text, or the bytes of a binary message. */
export type Frame = string | Uint8Array;

/** What frames come from. */
interface Source {
  pause(): void;
  resume(): void;
}

/** Milliseconds in which frames of one connection are handled before other work has its turn. */
const sliceTime = 4;
/** Milliseconds between two frames that say that other work had its turn; frames of one read come without a pause. */
const pause = 0.5;

/** Handles the frames of a connection a few milliseconds at a time: a transport may hand over thousands at once. */
export class Inbox {
  readonly #handle: (frame: Frame) => void;
  readonly #source: Source;
  /** Frames for later turns of the event loop; absent where none waits. */
  #waiting: Frame[] | undefined;
  /** When the last frame was handled, and when its slice ends. */
  #handled = 0;
  #until = 0;

  /** @param source is paused while frames wait */
  constructor(handle: (frame: Frame) => void, source: Source) {
    this.#handle = handle;
    this.#source = source;
  }

  /** Handles a frame that came at this time of `performance.now()`, at once where there is time. */
  add(frame: Frame, now: number): void {
    if (this.#waiting) return void this.#waiting.push(frame);
    if (now - this.#handled >= pause) this.#until = now + sliceTime;
    if (now >= this.#until) return this.#wait(frame);
    this.#handle(frame);
    this.#handled = performance.now();
  }

  #wait(frame: Frame): void {
    this.#waiting = [frame];
    this.#source.pause();
    setImmediate(() => this.#drain(this.#waiting!));
  }

  #drain(waiting: Frame[]): void {
    this.#until = performance.now() + sliceTime;
    try {
      do {
        this.#handle(waiting.shift()!);
        this.#handled = performance.now();
      } while (waiting.length > 0 && this.#handled < this.#until);
    } finally {
      if (waiting.length > 0) setImmediate(() => this.#drain(waiting));
      else {
        this.#waiting = undefined;
        this.#source.resume();
      }
    }
  }
}
