/** The line of the page of the fuzz run, and its time. Comes before the client. */

const sockets: WebSocket[] = [];
const joined = new Set<string>();
/** Topics that have asked for their whole tree. */
export const lost = new Set<string>();

globalThis.WebSocket = class extends WebSocket {
  constructor(url: string | URL) {
    super(url);
    sockets.push(this);
  }

  override send(text: string): void {
    super.send(text);
    const { topic, have } = (JSON.parse(text) as { topic?: string; have?: number }[])[2] ?? {};
    if (topic === undefined) return;
    // A host that is empty was put there for a region that goes on.
    const host = document.getElementById(topic.replace(':', '-'));
    if (joined.has(topic) && have === undefined && host?.firstChild) lost.add(topic);
    joined.add(topic);
  }
};

const { setTimeout: later, clearTimeout: never } = window;
/** Timers whose time has come, while they are held. */
let due: Map<number, () => void> | undefined;
let held: WebSocket | undefined;

// Waiting before another attempt takes no time; a line that is silent is given up after as long as ever.
globalThis.setTimeout = ((run: () => void, wait = 0) => {
  const id = later(
    () => {
      if (due) due.set(id, run);
      else run();
    },
    wait === 10_000 || wait === 3_000 ? wait : 0,
  );
  return id;
}) as typeof setTimeout;
globalThis.clearTimeout = ((id: number) => {
  due?.delete(id);
  never(id);
}) as typeof clearTimeout;

/** The line that is open, or was last. */
export const line = (): WebSocket | undefined => held ?? sockets.at(-1);

/**
 * Holds what the client would do later: while there is no server it is not to ask for one. Browsers make a page wait for
 * seconds that has asked in vain too often.
 */
export const heldTimers = {
  hold(): void {
    held = sockets.at(-1);
    due = new Map();
  },

  release(): void {
    const timers = [...due!.values()];
    held = due = undefined;
    for (const run of timers) run();
  },

  /** Waits all the same. */
  wait: (milliseconds: number): Promise<void> =>
    new Promise((resolve) => void later(resolve, milliseconds)),
};

/** Waits until the client has heard of the end of its line. */
export async function closed(): Promise<void> {
  const last = line();
  const isClosed = () => !last || last.readyState === WebSocket.CLOSED;
  while (!isClosed()) await heldTimers.wait(1);
  // Its listeners hear of it in the next task.
  await heldTimers.wait(1);
}
