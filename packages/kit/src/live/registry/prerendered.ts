import { createHash } from 'node:crypto';

/** What the server has to know of a region that stands in the file of a page: whoever joins it gets one of his own. */
export interface PrerenderedRegion {
  /** Name of its live view. */
  readonly view: string;
  /** Places and keys that lead to it in its page. */
  readonly position: string;
  /** Path of its page. */
  readonly page: string;
  /** Id of the region that it is in. */
  readonly parent?: string | undefined;
  readonly props: Record<string, unknown>;
}

/** The regions in the files of pages, by id. */
export type PrerenderedRegions = ReadonlyMap<string, PrerenderedRegion>;

/** What a region in a file has for a token: it says nothing, and the server looks its id up. */
export const prerenderedToken = 'static';

/** Where a region stands. */
export type PrerenderedPlace = Pick<PrerenderedRegion, 'page' | 'position' | 'view'>;

/** The id of a region in a file: the same for the same view at the same place, whenever it is built. */
export const prerenderedId = ({ page, position, view }: PrerenderedPlace): string =>
  createHash('sha256')
    .update(JSON.stringify([page, position, view]))
    .digest('base64url')
    .slice(0, 12);
