import type { Region } from '../region/region.js';
import { prerenderedId, type PrerenderedPlace, prerenderedToken } from './prerendered.js';

/** The strategy that names, seals and keeps the regions of a page: for an answer to a request, or for a file. */
export interface Placement {
  /** True if its regions wait for a browser: only then do they subscribe and load. */
  readonly waits: boolean;
  /** The id of the region at a place. */
  idOf(place: PrerenderedPlace): string;
  /** The token that joins a region, safe in an attribute. */
  tokenOf(region: Region): string;
  /** Takes over a region whose first HTML is written. */
  keepRegion(region: Region): void;
}

/**
 * Places regions in a page that is written to a file: they have fixed names and a constant token, and end once they are
 * noted.
 */
export const placeInFile = (note: (region: Region) => void): Placement => ({
  waits: false,
  idOf: prerenderedId,
  tokenOf: () => prerenderedToken,
  keepRegion(region) {
    region.endRegion('left');
    note(region);
  },
});
