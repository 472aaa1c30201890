import type { AnswerHeaders } from '../core/answer-headers.js';
import type { PrerenderedRegion } from '../live/registry/prerendered.js';

/** A page, or the answer of an endpoint, that the build has written as a file. */
export interface PrerenderedPage {
  /** Its file, under the folder of the files for the browser. */
  file: string;
  /** All of its headers: those of every answer of the app, as the page and its layouts change them. */
  headers: AnswerHeaders;
  /** The beginning of the names of its holes, if it has some: then the app answers for it. */
  holes?: string;
  /** The files that a page with holes links, as a `Link` header names them. */
  links?: string;
}

/** The data that a server needs of the prerendered pages. */
export interface Prerendered {
  /** By their canonical path. */
  pages: Readonly<Record<string, PrerenderedPage>>;
  /** By their id. */
  regions: Readonly<Record<string, PrerenderedRegion>>;
  /** True if everything that the app answers with is a file: it needs no server. */
  isStatic?: boolean;
}

/**
 * The file of a page with this canonical path, in an app under `base`: the one that a server finds by the decoded path. Unicode is composed, since file
 * systems take both spellings for one.
 */
export const fileOfPage = (path: string, base = '/'): string =>
  path === base ? 'index.html' : `${fileOfEndpoint(path, base)}.html`;

/** The file of an endpoint with this canonical path. */
export const fileOfEndpoint = (path: string, base = '/'): string =>
  decodeURI(path.slice(base.length)).normalize();
