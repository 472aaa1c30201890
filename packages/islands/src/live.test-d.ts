import { useLive } from './index.js';

interface WithInput<Input> {
  (live: never, raw: unknown): unknown;
  readonly '~input'?: Input;
}

/** As kit's `LiveView` says it. */
interface View {
  readonly '~events'?: {
    add: WithInput<{ by: number }>;
    reset: (live: { state: object }) => void;
    note: (live: { state: object }, payload: unknown) => void;
  };
}

const live = useLive<View>()!;

void live.send('add', { by: 1 });
void live.send('reset');
void live.send('note', ['anything']);
// @ts-expect-error -- the schema wants a number
void live.send('add', { by: '1' });
// @ts-expect-error -- the schema wants something
void live.send('add');
// @ts-expect-error -- there is no such event
void live.send('subtract');

const reply: Promise<unknown> = live.send('reset');
void reply;

const stop: () => void = live.on('tide', (level: number) => level);
stop();

// Without a view, events of any name go.
void useLive()?.send('anything', 1);
// @ts-expect-error -- outside a region there is none
void useLive<View>().send('reset');
