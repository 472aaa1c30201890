import type { DataPatch } from './data-patch.js';

/**
 * Where an island is in its life: `gone` from the page, or not started yet; `waiting` for its strategy; `loading` its
 * script; `live` from when the script is there, so that the island renders by itself and the server need not send its
 * markup; `failed`.
 */
export type IslandPhase = 'gone' | 'waiting' | 'loading' | 'live' | 'failed';

/**
 * The members by which the host of an island, `<skerry-island>`, and the client of the region around it communicate: on the
 * element, so that neither has to be there first, and neither imports the other.
 */
export interface IslandHost {
  /** Changes of the props that the island has not taken yet, in order. The region adds; the island takes them all at once. */
  patches?: DataPatch[];
  /** The number of them that the markup of the island shows already. */
  shown?: number;
  /** Tells an island that there are patches. Absent until the islands of the page run. */
  patched?(): void;
  /** Absent until the children of the host are there, and the islands of the page run. */
  phase?: IslandPhase;
  /** The element that holds the content of a slot, wherever the island has put it. Absent until the islands of the page run. */
  slotted?(name: string): object | null;
}

/**
 * The members of a region's host, `<skerry-live>`, for the islands in it. Absent until the region runs and knows of an
 * island in it; when it appears, the host gets the DOM event `skerry:live`.
 */
export interface RegionHost {
  live?: RegionPort;
}

/** The port through which an island reaches the region around it. Events that the region emits arrive as DOM events, `live:<name>`. */
export interface RegionPort {
  /** Raises an event of the live view; resolves with what the handler replied, and rejects with an error that has a `code`. */
  send(event: string, payload?: unknown): Promise<unknown>;
}
