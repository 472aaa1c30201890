import {
  appEventPrefix,
  regionReadyEvent,
  type RegionHost,
  type RegionPort,
  regionTag,
} from '@skerry/wire';
import type { EmittedName, EmittedPayload } from '@skerry/wire/emitted-events';

/** The events of a live view, as `defineLive` returns it. */
export interface LiveViewLike {
  readonly '~events'?: any; // seam: any view
}

/** The events of a live view, by name. */
type EventsOf<View extends LiveViewLike> = View extends { readonly '~events'?: infer Events }
  ? Events
  : never;

/** The payload of an event: the input of its schema, or anything. */
type Payload<Event> = Event extends { readonly '~input'?: infer Input }
  ? unknown extends Input
    ? [payload?: unknown]
    : [payload: Input]
  : [payload?: unknown];

/** The region around an island. */
export interface RegionClient<View extends LiveViewLike = LiveViewLike> {
  /**
   * Raises an event of the live view. It may be called before the region is connected: the event waits for that. While the server
   * renders the island it throws: call it in handlers and effects.
   *
   * @returns what the handler replied
   * @throws Error with a `code`, where the event is refused
   */
  send<Name extends keyof EventsOf<View> & string>(
    event: Name,
    ...payload: Payload<EventsOf<View>[Name]>
  ): Promise<unknown>;
  /**
   * Listens to events that the live view emits, typed by `EmittedEvents` of @skerry/kit.
   *
   * @returns stops that: the form in which effects are told how to end
   * @example
   * useEffect(() => live?.on('tide', setTide), [live]);
   */
  on<Name extends EmittedName>(
    event: Name,
    handler: (payload: EmittedPayload<Name, any>) => void, // seam: whatever is emitted
  ): () => void;
}

/** So many events of a page may wait for their regions. */
const mostWaiting = 100;
let waiting = 0;

const clients = new WeakMap<Element, RegionClient>();

/** The region around an island, the same each time; nothing where there is none. */
export function surroundingRegion(host: Element | undefined): RegionClient | undefined {
  const region = host?.closest<HTMLElement & RegionHost>(regionTag);
  if (!region) return undefined;
  const live = clients.get(region) ?? clientOf(region);
  clients.set(region, live);
  return live;
}

const clientOf = (region: HTMLElement & RegionHost): RegionClient => ({
  send: (event, payload) =>
    region.live
      ? region.live.send(event, payload)
      : portOf(region).then((port) => port.send(event, payload)),
  on(event, handler) {
    const listen = (told: Event) => {
      // Those of regions inside pass by.
      if (told.target === region) handler((told as CustomEvent).detail);
    };
    region.addEventListener(appEventPrefix + event, listen);
    return () => region.removeEventListener(appEventPrefix + event, listen);
  },
});

async function portOf(region: HTMLElement & RegionHost): Promise<RegionPort> {
  if (waiting >= mostWaiting)
    throw Object.assign(new Error('Too many events wait for the region.'), { code: 'overflow' });
  waiting++;
  await new Promise((go) => region.addEventListener(regionReadyEvent, go, { once: true }));
  waiting--;
  return region.live!;
}
