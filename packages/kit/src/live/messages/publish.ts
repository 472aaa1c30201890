import { fail, type SkerryError } from '../../core/errors.js';
import type { Cause } from './cause.js';
import type { Dropped } from './pubsub.js';
import type { RegionInfo } from '../../hooks/subjects.js';
import type { Subscriptions } from '../region/subscriptions.js';
import type { Services } from '../services.js';
import { checkTopic } from '../region/subscriptions.js';

/** The region that publishes, and the cause of the message that it is handling. */
interface Publisher {
  readonly region: { readonly info: RegionInfo; readonly subscriptions: Subscriptions };
  readonly cause: Cause | undefined;
}

/** Publishes a message, of a region or of the app, and tells the hooks. @throws SkerryError `bad-topic` */
export function publish(
  { pubsub, hooks, limits }: Pick<Services, 'pubsub' | 'hooks' | 'limits'>,
  topic: string,
  message: unknown,
  publisher?: Publisher,
): void {
  checkTopic(topic);
  // A subscription that began in the same turn does not receive it.
  const except = publisher?.region.subscriptions.begunSubscription(topic);
  const sent = pubsub.publish(topic, message, publisher?.cause, except);
  if (typeof sent === 'number') return hooks.onBroadcast.call({ topic, message, receivers: sent });
  if (!sent.first) return;
  const region = publisher?.region.info;
  const error = errorOf(sent.limit, limits[sent.limit], topic, region?.view);
  hooks.onError.call({ error, where: 'publish', region });
}

const errorOf = (
  limit: Dropped['limit'],
  value: number,
  topic: string,
  view: string | undefined,
): SkerryError =>
  limit === 'maxTopicQueue'
    ? fail('topic-busy', { topic, value })
    : fail('message-loop', { view: view ?? '', topic, limit, value });
