import type { Traced, TracedRequest } from '../core/traced.js';
import type { HookName } from '../hooks/payloads.js';
import type { RegionInfo } from '../hooks/subjects.js';

/** A browser that joins a region, from its message to the answer: `skerry:join`. */
export interface TracedJoin extends Traced {
  /** The id of the connection. */
  readonly connection: string;
  /** The topic that the browser asks for. */
  readonly topic: string;
  /** The region; it is there with the last event, unless the join was refused. */
  region?: RegionInfo;
  /** True if the region was joined before; it is there with the region. */
  isResumed?: boolean;
  /** The code of the refusal, as the browser receives it. */
  code?: string;
}

/** A declared event, from the time that its region has for it to its answer: `skerry:event`. */
export interface TracedEvent extends Traced {
  /** The region, as it was before. */
  readonly region: RegionInfo;
  /** The name of the event, as the live view declares it. */
  readonly event: string;
  /** The code of the refusal, as the browser receives it. */
  code?: string;
}

/** The rendering of a region, or of a page up to what is sent of it first: `skerry:render`. */
export interface TracedRender extends Traced {
  /** The region; absent for a page. */
  readonly region?: RegionInfo;
  /** The path of the page. */
  readonly path: string;
  /** The file of the page, under `src/pages`; absent for a region. */
  readonly file?: string;
}

/** An update that is encoded and handed to the connection, or a part of a page that is sent: `skerry:flush`. */
export interface TracedFlush extends Traced {
  /** The region; absent for a part of a page. */
  readonly region?: RegionInfo;
  /** The path of the page. */
  readonly path: string;
  /** The name of the live view, or of the part, as `onFlush` has it. */
  readonly name: string;
  /** Length of the frame or of the part, in characters; it is there with the last event. */
  bytes?: number;
}

/** One call of one tap: `skerry:hook`. */
export interface TracedTap extends Traced {
  /** The hook. */
  readonly hook: HookName;
  /** The plugin of the tap. */
  readonly plugin: string;
  /** The region that the payload names. */
  readonly region?: RegionInfo | undefined;
  /** The path that the payload names, of its URL or of its region. */
  readonly path?: string | undefined;
}

/** The message of each tracing channel, by the name of the channel; its subscribers receive it with each event. */
export interface TracedWork {
  /** A request, up to the head of its answer. */
  'skerry:request': TracedRequest;
  /** A browser that joins a region. */
  'skerry:join': TracedJoin;
  /** An event that a region handles. */
  'skerry:event': TracedEvent;
  /** The rendering of a page or a region. */
  'skerry:render': TracedRender;
  /** What is sent of a page or a region. */
  'skerry:flush': TracedFlush;
  /** A tap of a plugin. */
  'skerry:hook': TracedTap;
}
