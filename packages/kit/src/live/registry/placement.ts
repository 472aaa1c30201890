import { createHash } from 'node:crypto';

import { originAttribute, regionTag, tokenAttribute, usesAttribute } from '@skerry/wire';

import type { Region } from '../region/region.js';
import { bindingUses } from './binding-uses.js';
import { postTokenInFile } from './posts.js';
import { prerenderedId, type PrerenderedPlace, prerenderedToken } from './prerendered.js';

/** The strategy that names, seals and keeps the regions of a page: for an answer to a request, or for a file. */
export interface Placement {
  /** True if its regions wait for a browser: only then do they subscribe and load. */
  readonly waits: boolean;
  /** The id of the region at a place. */
  idOf(place: PrerenderedPlace): string;
  /** The token that joins a region, safe in an attribute. */
  tokenOf(region: Region): string;
  /** The token of its forms for visitors without script, safe in an attribute. @param copies the number of forms that carry it */
  postTokenOf(region: Region, token: string, copies: number): string;
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
  postTokenOf: postTokenInFile,
  keepRegion(region) {
    region.endRegion('left');
    note(region);
  },
});

/**
 * What a region was made of: its view, the keys around it, and its props. An edited page, in development, keeps the regions that
 * it would make of the same.
 */
export const originOf = ({ view, props }: Region, keys = ''): string =>
  createHash('sha256')
    .update(JSON.stringify([view.id, keys, props]))
    .digest('base64url')
    .slice(0, 12);

/** The beginnings of the id of a host and of the topic of its channel; the id of the region follows. */
export interface HostPrefixes {
  readonly id: string;
  readonly topic: string;
}

/**
 * Writes the host of a region.
 *
 * @param token safe in an attribute
 * @param origin see {@link originOf}
 */
export function hostHtml(
  id: string,
  token: string,
  content: string,
  prefixes: HostPrefixes,
  origin?: string,
): string {
  const uses = bindingUses(content);
  const attributes =
    (uses && ` ${usesAttribute}="${uses}"`) + (origin ? ` ${originAttribute}="${origin}"` : '');
  return (
    `<${regionTag} id="${prefixes.id}${id}" ${tokenAttribute}="${token}"${attributes}>` +
    // If the comment is not in the host, a parser has moved markup out of it: the browser checks that.
    `${content}<!--${prefixes.topic}${id}--></${regionTag}>`
  );
}
