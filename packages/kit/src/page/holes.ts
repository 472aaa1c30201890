import { fail } from '../core/errors.js';
import { rescue } from '../core/now-or-later.js';
import { toError } from '../core/thrown.js';
import type { SuspenseContent } from '../template/boundary.js';
import { type Html, settleHtml } from '../template/html-chunks.js';
import type { BoundaryPlace } from '../template/html-context.js';
import type { Assets } from './assets.js';
import { type HolePlace, placeHtml } from './boundary.js';
import { elementHtml } from './head.js';
import { isPageInterrupt } from './page-interrupt.js';
import { scriptHtml } from './shell.js';

/** The name of a hole: the same when its page is written and when its content is made. Others have numbers. */
const holeName = (prefix: string, { path }: BoundaryPlace): string =>
  `${prefix}-at-${encodeURIComponent(path)}`;

/**
 * Writes the place of a hole into a file, with its fallback.
 *
 * @throws SkerryError `async-fallback`, also for a hole in the fallback
 */
export function writeHole(
  { fallback }: SuspenseContent,
  place: BoundaryPlace,
  prefix: string,
): string {
  const suspend = (): never => {
    throw fail('async-fallback', {});
  };
  return placeHtml(holeName(prefix, place), place.write(fallback, { ...place.context, suspend }));
}

/** Writes what is around holes: nothing of it is shown. Its failure is reported, and stops nothing. */
export function unshown(write: () => Html, failed: (error: Error) => void): Html {
  const written = rescue(
    () => settleHtml(write()),
    (thrown) => {
      if (!isPageInterrupt(thrown)) failed(toError(thrown));
      return '';
    },
  );
  return written instanceof Promise ? [written.then(() => '')] : '';
}

/** The holes of a page that is written as a file. */
interface FileHoles {
  /** The path of the page: a host of files may know its file by another one. */
  page: string;
  /** The beginning of their names. */
  prefix: string;
}

/**
 * A page as it is written into its file. A host of files knows nothing of holes, so a module requests them. It loads the client
 * as well, afterwards: both may begin the session of a new visitor, and there must be one.
 */
export function fileHtml(html: string, file: FileHoles, { client, holes }: Assets): string {
  if (!holes) return html;
  const attributes = { 'data-page': file.page, 'data-holes': file.prefix };
  const { script } = client ?? {};
  const own = script && scriptHtml(script);
  if (!own || !html.includes(own))
    return html.replace('</head>', () => `${scriptHtml(holes.script, attributes)}</head>`);
  const preload = elementHtml('link', { rel: 'modulepreload', href: script });
  const tag = scriptHtml(holes.script, { ...attributes, 'data-client': script });
  return html.replace(own, () => preload + tag);
}

/** A file as the app sends it, with its holes behind it: it loads the client itself. */
function withoutModule(html: string, prefix: string): string {
  const named = html.indexOf(` data-holes="${prefix}"`);
  if (named === -1) return html;
  const begin = html.lastIndexOf('<script', named);
  const end = html.indexOf('</script>', named) + '</script>'.length;
  // As it is in the file, with its characters escaped.
  const [, client] = / data-client="([^"]*)"/.exec(html.slice(begin, end)) ?? [];
  const own = client ? `<script type="module" async="" src="${client}"></script>` : '';
  return html.slice(0, begin) + own + html.slice(end);
}

/** The holes of a page that the build has written as a file. */
export class PageFile {
  /** The beginning of the names of its holes: it is in the file, and anybody may read it. */
  readonly prefix: string;
  readonly #html: string;
  /** The names of its holes without their beginning, in the order of the document. */
  readonly #holes: readonly string[];

  /** @param links the files that it links, as a `Link` header names them */
  constructor(
    html: string,
    prefix: string,
    readonly links = '',
  ) {
    this.#html = withoutModule(html, prefix);
    this.prefix = prefix;
    const marks = html.split(`<?start name="${prefix}`).slice(1);
    this.#holes = marks.map((mark) => mark.slice(0, mark.indexOf('"')));
  }

  /** The file as it is sent: its holes get names that no visitor knows, and its head what this reader needs. */
  htmlFor(prefix: string, head: string): string {
    const named = this.#html.replaceAll(
      `<?start name="${this.prefix}-`,
      `<?start name="${prefix}-`,
    );
    const end = named.lastIndexOf('</body>');
    return named.slice(0, end).replace('</head>', () => `${head}</head>`);
  }

  /** The number of its holes. */
  get count(): number {
    return this.#holes.length;
  }

  /** The hole at a place; `undefined` if the file has none there. */
  holeAt(place: BoundaryPlace, prefix: string): HolePlace | undefined {
    const order = this.#holes.indexOf(holeName('', place));
    return order === -1 ? undefined : { name: holeName(prefix, place), order };
  }
}
