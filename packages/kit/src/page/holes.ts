import type { SuspenseContent } from '../template/boundary.js';
import type { BoundaryPlace } from '../template/html-context.js';
import { placeHtml } from './boundary.js';

/** The name of a hole: the same when its page is written and when its content is made. Others have numbers. */
export const holeName = (prefix: string, { path }: BoundaryPlace): string =>
  `${prefix}-at-${encodeURIComponent(path)}`;

/** Writes the place of a hole into a file, with its fallback. @throws SkerryError `async-fallback` */
export const writeHole = (
  { fallback }: SuspenseContent,
  place: BoundaryPlace,
  prefix: string,
): string => placeHtml(holeName(prefix, place), place.write(fallback, place.context));

/** A page with holes, as the build has written it. */
export interface PageFile {
  readonly html: string;
  /** The beginning of the names of its holes. It is in the file, and anybody may read it. */
  readonly prefix: string;
}

/** The file of a page as it is sent: its holes get names that no visitor knows, and its head what this reader needs. */
export function openFile({ html, prefix }: PageFile, own: string, head: string): string {
  const named = html.replaceAll(`<?start name="${prefix}-`, `<?start name="${own}-`);
  const end = named.lastIndexOf('</body>');
  return named.slice(0, end).replace('</head>', () => `${head}</head>`);
}
