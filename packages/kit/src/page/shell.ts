import type { HeaderOverrides } from '../core/answer-headers.js';
import { attributeHtml, attributesText } from '../template/attributes.js';
import { escapeHtml } from '../template/escape.js';
import type { Assets } from './assets.js';
import type { Delivery } from './delivery.js';
import { elementHtml, headHtml, type MergedHead } from './head.js';
import type { PageEnvelope } from './page.js';
import type { PageContents } from './page-contents.js';

/** The part of a page that is settled before its first byte is sent; nothing that comes later can change it. */
export interface Shell {
  /** Headers that the page and its layouts set. */
  headers: HeaderOverrides;
  /** True if the page contains a region or may still get one: its answer is private. */
  live: boolean;
  /** The document up to the content of its body. */
  html: string;
  /** The files that it links, as a `Link` header names them; empty if there are none. */
  links: string;
}

/** Everything that a shell is made from. */
export interface ShellParts {
  envelope: PageEnvelope;
  /** Files under `src/pages` that make the page, outermost layout first. */
  files: readonly string[];
  /** The live parts of what is rendered. */
  contents: PageContents;
  late: Lateness;
  /** The query of the page's URL, with its question mark if there is one. */
  search?: string;
  /** The markup that the islands in it need. */
  collected?: string;
}

/**
 * Whether content of the page comes after it, and what puts it in its place: the browser itself, or the module for late
 * content.
 */
export type Lateness = 'none' | 'native' | 'module';

/** The lateness of a page, by whether content is to come and what its reader can do. */
export const latenessOf = (isPending: boolean, { native }: Pick<Delivery, 'native'>): Lateness =>
  isPending ? (native ? 'native' : 'module') : 'none';

/**
 * Makes the shell of a page. A complete page loads the scripts for what it contains. A page that is still being rendered loads
 * those that the imports of its files may need.
 */
export function makeShell({ envelope, ...page }: ShellParts, assets: Assets): Shell {
  const { files, contents, late, collected = '' } = page;
  const complete = late === 'none';
  const reaches = anyOf(files);
  const live = contents.hasRegion || (!complete && reaches(assets.hasRegions));
  // A region may show an island later.
  const hydrates = contents.hydrates || ((live || !complete) && reaches(assets.hasIslands));
  const { head, headers, shells } = envelope;
  const urgent = [...contents.urgentIslands];
  const make = (): string => {
    const linked = linkedFiles(files, urgent, { live, hydrates, late }, assets);
    const begin = assetsHtml(linked) + (late === 'module' ? withoutScript(page.search ?? '') : '');
    // No header has a line feed.
    return `${linkHeader(linked)}\n${documentBegin(head, begin)}`;
  };
  const isConstant = shells !== undefined && assets.areFixed === true && late !== 'module';
  const key = `${late} ${live} ${hydrates} ${urgent.join('\0')}`;
  const made = isConstant ? shells.get(key, make) : make();
  const end = made.indexOf('\n');
  const html = made.slice(end + 1, -headEnd.length) + collected + headEnd;
  return { headers, live, html, links: made.slice(0, end) };
}

const headEnd = '</head><body>';

/** Asks whether one of some files has something. */
const anyOf =
  (files: readonly string[]) =>
  (has: ((file: string) => boolean) | undefined): boolean =>
    has !== undefined && files.some(has);

/** The files that a page will link, as far as its own files tell, as a `Link` header names them. */
export const expectedLinks = (files: readonly string[], assets: Assets): string => {
  const reaches = anyOf(files);
  const parts = { live: reaches(assets.hasRegions), hydrates: reaches(assets.hasIslands) };
  return linkHeader(linkedFiles(files, [], { ...parts, late: 'none' }, assets));
};

function documentBegin(head: MergedHead, links: string): string {
  const attributes = Object.entries(attributesText({ lang: 'en', ...head.html }));
  return (
    `<!doctype html><html${attributes.map(([name, text]) => attributeHtml(name, text)).join('')}><head>` +
    '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">' +
    `${headHtml(head)}${links}${headEnd}`
  );
}

/** The member of the query by which a reader asks for a page in order. */
export const orderedQuery = '_stream';

/** The links that load the modules of islands before their hosts are there. */
export const preloadsHtml = (islands: readonly string[], { islandPreloads }: Assets): string =>
  [...new Set(islands.flatMap((name) => islandPreloads?.(name) ?? []))]
    .map((href) => elementHtml('link', { rel: 'modulepreload', href }))
    .join('');

/** Loads the module for late content. */
export const lateScript = ({ late }: Assets): string => (late ? scriptHtml(late.script) : '');

/** Loads the module for style sheets in late content. */
export const lateStylesScript = ({ lateStyles }: Assets): string =>
  lateStyles ? scriptHtml(lateStyles.script) : '';

/** What a reader needs to put late content in its place, where it does not do that itself. */
export const lateHead = (assets: Assets, search: string): string =>
  lateScript(assets) + withoutScript(search);

/** Loads a module; it may read further attributes of its element. */
export const scriptHtml = (src: string, attributes: Record<string, string> = {}): string =>
  `${elementHtml('script', { type: 'module', async: true, src, ...attributes })}</script>`;

/** Without script and without the browser's own way, late content stays out of sight: such a reader gets the page in order. */
function withoutScript(search: string): string {
  const query = new URLSearchParams(search);
  query.set(orderedQuery, 'ordered');
  return `<noscript><meta http-equiv="refresh" content="0;url=?${escapeHtml(`${query}`)}"></noscript>`;
}

/** The files that a page links. */
interface LinkedFiles {
  readonly styles: ReadonlySet<string>;
  readonly preloads: ReadonlySet<string>;
  readonly scripts: readonly string[];
}

function linkedFiles(
  files: readonly string[],
  urgentIslands: readonly string[],
  { live, hydrates, late }: { live: boolean; hydrates: boolean; late: Lateness },
  assets: Assets,
): LinkedFiles {
  const starting = [
    late === 'module' ? assets.late : undefined,
    live ? assets.client : undefined,
    hydrates ? assets.islands : undefined,
  ].filter((part) => part !== undefined);
  return {
    styles: new Set([
      ...files.flatMap((file) => assets.styles(file)),
      ...starting.flatMap((part) => part.styles),
    ]),
    preloads: new Set([
      ...starting.flatMap((part) => part.preloads),
      ...urgentIslands.flatMap((name) => assets.islandPreloads?.(name) ?? []),
    ]),
    scripts: [...assets.scripts, ...starting.map((part) => part.script)],
  };
}

/** Links the style sheets and scripts of a page. Nothing is inline, so that a strict policy needs no nonce. */
const assetsHtml = ({ styles, preloads, scripts }: LinkedFiles): string =>
  [...styles].map((href) => elementHtml('link', { rel: 'stylesheet', href })).join('') +
  [...preloads].map((href) => elementHtml('link', { rel: 'modulepreload', href })).join('') +
  // A deferred script would wait for the end of the document; an asynchronous one runs as soon as it has loaded.
  scripts.map((src) => scriptHtml(src)).join('');

/**
 * The same for proxies and browsers that read headers before the document (RFC 8288), as far as it is short: some proxies
 * refuse an answer whose headers are longer than 4 KiB.
 */
function linkHeader({ styles, preloads, scripts }: LinkedFiles): string {
  const links = [
    ...[...styles].map((href) => `<${headerUrl(href)}>; rel=preload; as=style`),
    ...[...scripts, ...preloads].map((href) => `<${headerUrl(href)}>; rel=modulepreload`),
  ];
  let length = 0;
  return links.filter((link) => (length += link.length + 2) <= maxLinkHeader).join(', ');
}

const maxLinkHeader = 1024;

/** A URL as headers may have it: of printable ASCII, and without what ends it there. */
const headerUrl = (href: string): string => href.replaceAll(/[^!-;=?-~]+/gu, encodeURIComponent);
