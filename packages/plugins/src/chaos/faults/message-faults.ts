import { deny, type PluginHooks } from '@skerry/kit';

import type { ChaosController } from '../controller.js';
import { drawTime, type Pace } from '../pace.js';
import type { MessageFaults } from '../plan.js';

/** A message that one region is to receive, later or again. Other regions drop it. */
export class Redelivery {
  constructor(
    readonly region: string,
    readonly message: unknown,
  ) {}
}

/** The messages of a region that are delayed. */
interface Delayed {
  count: number;
  lastDue: number;
}

/** The parts that the faults of messages need. */
export interface MessageFaultOptions {
  readonly hooks: PluginHooks;
  readonly controller: ChaosController;
  readonly pace: Pace;
  publish(topic: string, message: unknown): void;
}

/**
 * Attaches the tap that drops, doubles and delays messages on their way to a region. A delayed message is published again in a
 * {@link Redelivery}, which its region alone takes. Messages of a region keep their order. An empty message is dropped or
 * comes as it is, since a tap cannot put it in the place of another.
 */
export function tapMessageFaults({ hooks, controller, pace, publish }: MessageFaultOptions): void {
  const drops = controller.drawsOf('messages/drop');
  const doubles = controller.drawsOf('messages/duplicate');
  const delays = controller.drawsOf('messages/delay');
  const delayed = new Map<string, Delayed>();

  const deliverLater = (region: string, topic: string, message: unknown, time: number): void => {
    const queue = delayed.get(region) ?? { count: 0, lastDue: 0 };
    const due = Math.max(pace.now() + time, queue.lastDue + 1);
    delayed.set(region, { count: queue.count + 1, lastDue: due });
    pace.after(due - pace.now(), () => {
      const { count, lastDue } = delayed.get(region) as Delayed;
      if (count === 1) delayed.delete(region);
      else delayed.set(region, { count: count - 1, lastDue });
      publish(topic, new Redelivery(region, message));
    });
  };

  hooks.beforeMessage.tap(
    ({ region, topic, message }) => {
      if (message instanceof Redelivery)
        return message.region === region.id ? message.message : deny('It is for another region.');
      const faults = faultsOf(controller.current.messages, topic);
      if (drops.chance(faults.drop)) {
        controller.noteFault('message drop');
        return deny('Chaos has dropped the message.');
      }
      if (message === undefined || message === null) return undefined;
      if (doubles.chance(faults.duplicate)) {
        controller.noteFault('message duplicate');
        publish(topic, new Redelivery(region.id, message));
      }
      const time = drawTime(delays, faults.delay);
      if (time === 0 && !delayed.has(region.id)) return undefined;
      controller.noteFault('message delay');
      deliverLater(region.id, topic, message, time);
      return deny('Chaos delays the message.');
    },
    { stage: -1_000 },
  );
}

const faultsOf = (faults: MessageFaults | undefined, topic: string): MessageFaults =>
  faults && (faults.topics?.includes(topic) ?? true) ? faults : {};
