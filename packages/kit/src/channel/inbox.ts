import type { Frame } from '../core/transport.js';

/** The source of frames. */
interface Source {
  pause(): void;
  resume(): void;
}

/** Milliseconds for the frames of all connections together, before other work has its turn. */
const sliceTime = 4;

/** The inboxes with frames for later turns of the event loop. They take turns, with one frame each. */
const waiting: Inbox[] = [];
/** True if frames were handled in this turn of the event loop. */
let isTurn = false;
/** The time at which this turn stops handling frames. */
let until = 0;

/** Handles frames of all connections for a few milliseconds at a time: thousands may come at once. */
export class Inbox {
  readonly #handle: (frame: Frame) => void;
  readonly #source: Source;
  /** Frames for later turns of the event loop; absent if none waits. */
  #frames: Frame[] | undefined;

  /** @param source paused while frames wait */
  constructor(handle: (frame: Frame) => void, source: Source) {
    this.#handle = handle;
    this.#source = source;
  }

  /** Handles a frame that came at this time of `performance.now()`, at once if there is time. */
  add(frame: Frame, now: number): void {
    if (this.#frames) return void this.#frames.push(frame);
    if (!isTurn) beginTurn(now);
    if (waiting.length === 0 && now < until) return this.#handle(frame);
    this.#frames = [frame];
    this.#source.pause();
    waiting.push(this);
  }

  /** True while frames wait here. */
  get waits(): boolean {
    return this.#frames !== undefined;
  }

  /** Handles the frame that has waited longest. */
  handleNext(): void {
    const frames = this.#frames as Frame[];
    const frame = frames.shift() as Frame;
    if (frames.length === 0) {
      this.#frames = undefined;
      this.#source.resume();
    }
    this.#handle(frame);
  }
}

function beginTurn(now: number): void {
  isTurn = true;
  until = now + sliceTime;
  setImmediate(handleWaiting);
}

/** Begins another turn, with the frames that wait from the one before. */
function handleWaiting(): void {
  isTurn = false;
  if (waiting.length === 0) return;
  beginTurn(performance.now());
  do handleOne(waiting.shift() as Inbox);
  while (waiting.length > 0 && performance.now() < until);
}

function handleOne(inbox: Inbox): void {
  try {
    inbox.handleNext();
  } finally {
    if (inbox.waits) waiting.push(inbox);
  }
}
