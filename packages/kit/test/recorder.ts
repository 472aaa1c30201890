import { channels } from '../src/tracing/channels.js';
import type { TracedWork } from '../src/tracing/contexts.js';

type Name = keyof typeof channels;
type Work<Of extends Name> = TracedWork[`skerry:${Of}`];
type Moment = 'start' | 'end' | 'asyncStart' | 'asyncEnd' | 'error';

/** What was published: the channel, the event, and the message. */
interface Published {
  readonly channel: Name;
  readonly moment: Moment;
  readonly work: object;
}

/** Listens to tracing channels until it is stopped. */
export class Recorder {
  /** Everything that was published, oldest first. */
  readonly published: Published[] = [];
  readonly #ends: (() => void)[] = [];

  constructor(names: readonly Name[]) {
    for (const channel of names) {
      const note = (moment: Moment) => (work: object) =>
        void this.published.push({ channel, moment, work });
      const subscribers = {
        start: note('start'),
        end: note('end'),
        asyncStart: note('asyncStart'),
        asyncEnd: note('asyncEnd'),
        error: note('error'),
      };
      channels[channel].subscribe(subscribers);
      this.#ends.push(() => channels[channel].unsubscribe(subscribers));
    }
  }

  /** The messages of a channel, in the order in which their work began. */
  workOf<Of extends Name>(channel: Of): Work<Of>[] {
    const found = this.published.filter((one) => one.channel === channel && one.moment === 'start');
    return found.map(({ work }) => work as Work<Of>);
  }

  /** The events of one message, or of all messages of a channel, as one text. */
  momentsOf(of: object | Name): string {
    const found = this.published.filter(({ work, channel }) => work === of || channel === of);
    return found.map(({ moment }) => moment).join(' ');
  }

  stop(): void {
    for (const end of this.#ends) end();
  }
}
