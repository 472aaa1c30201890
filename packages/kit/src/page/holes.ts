import { fail } from '../core/errors.js';
import type { SuspenseContent } from '../template/boundary.js';
import type { BoundaryPlace } from '../template/html-context.js';
import { type HolePlace, placeHtml } from './boundary.js';

/** The name of a hole: the same when its page is written and when its content is made. Others have numbers. */
const holeName = (prefix: string, { path }: BoundaryPlace): string =>
  `${prefix}-at-${encodeURIComponent(path)}`;

/**
 * Writes the place of a hole into a file, with its fallback.
 *
 * @throws SkerryError `async-fallback`, also for a hole in the fallback; `hole-in-drawing`
 */
export function writeHole(
  { fallback }: SuspenseContent,
  place: BoundaryPlace,
  prefix: string,
  isHtml: boolean,
): string {
  // Its content would come as HTML.
  if (!isHtml) throw fail('hole-in-drawing', {});
  const suspend = (): never => {
    throw fail('async-fallback', {});
  };
  return placeHtml(holeName(prefix, place), place.write(fallback, { ...place.context, suspend }));
}

/** The holes of a page that the build has written as a file. */
export class PageFile {
  readonly #html: string;
  readonly #prefix: string;
  /** The names of its holes without their beginning, in the order of the document. */
  readonly #holes: readonly string[];

  /** @param prefix the beginning of the names of its holes: it is in the file, and anybody may read it */
  constructor(html: string, prefix: string) {
    this.#html = html;
    this.#prefix = prefix;
    const marks = html.split(`<?start name="${prefix}`).slice(1);
    this.#holes = marks.map((mark) => mark.slice(0, mark.indexOf('"')));
  }

  /** The file as it is sent: its holes get names that no visitor knows, and its head what this reader needs. */
  htmlFor(prefix: string, head: string): string {
    const named = this.#html.replaceAll(
      `<?start name="${this.#prefix}-`,
      `<?start name="${prefix}-`,
    );
    const end = named.lastIndexOf('</body>');
    return named.slice(0, end).replace('</head>', () => `${head}</head>`);
  }

  /** The hole at a place; `undefined` if the file has none there. */
  holeAt(place: BoundaryPlace, prefix: string): HolePlace | undefined {
    const order = this.#holes.indexOf(holeName('', place));
    return order === -1 ? undefined : { name: holeName(prefix, place), order };
  }
}
