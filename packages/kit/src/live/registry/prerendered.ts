import { createHash } from 'node:crypto';

/** The data of a region in the file of a page, from which every browser that joins gets a region of its own. */
export interface PrerenderedRegion {
  /** Name of its live view. */
  readonly view: string;
  /** Its path of places and keys in the page. */
  readonly position: string;
  /** Path of its page. */
  readonly page: string;
  /** Id of the region that it is in. */
  readonly parent?: string | undefined;
  readonly props: Record<string, unknown>;
}

/** The regions in the files of pages, by id. */
export type PrerenderedRegions = ReadonlyMap<string, PrerenderedRegion>;

/** The token of every region in a file: the server looks up its id. */
export const prerenderedToken = 'static';

/** The place of a region in a file. */
export type PrerenderedPlace = Pick<PrerenderedRegion, 'page' | 'position' | 'view'>;

/** The id of a region in a file: every build gives the same view at the same place the same id. */
export const prerenderedId = ({ page, position, view }: PrerenderedPlace): string =>
  createHash('sha256')
    .update(JSON.stringify([page, position, view]))
    .digest('base64url')
    .slice(0, 12);
