import { fail } from '../core/errors.js';
import { attributeHtml, attributesText } from '../template/attributes.js';
import { escapeHtml } from '../template/escape.js';
import { definedMembers, type OpenGraph, openGraphMetas } from './open-graph.js';

/** The document's head and attributes, as a page or a layout sets them. Inner ones go before outer ones, member by member; one that is `undefined` is absent. */
export interface Head {
  title?: string | undefined;
  /**
   * How the titles of the pages and layouts inside are shown: `'%s · Harbour'`. A page sets `false` to show its title as it is.
   */
  titleTemplate?: string | false | undefined;
  /** Shorthand for a `meta` of that name. */
  description?: string | undefined;
  /** The address by which search engines know the page; absolute, or a path. */
  canonical?: string | undefined;
  /** What others show when the page is shared. Title, description and URL are those of the head if they are not set. */
  openGraph?: OpenGraph | undefined;
  /** Facts about the page for search engines (schema.org), in addition to those of the layouts. */
  jsonLd?: JsonLd | readonly JsonLd[];
  /** Attributes of `<html>`; `lang` is `en` by default. */
  html?: { lang?: string; dir?: 'ltr' | 'rtl' | 'auto'; class?: string };
  /** Attributes of `<meta>` elements. A page's replaces a layout's of the same `name`, `property` or `http-equiv`. */
  meta?: readonly ElementAttributes[];
  /** Attributes of `<link>` elements, in addition to those of the layouts. */
  link?: readonly ElementAttributes[];
}

/** The attributes of an element by their names. One that is `undefined` is absent. */
type ElementAttributes = Readonly<Record<string, string | undefined>>;

/** One thing that the page is about, in JSON-LD: an object with its `@type`, or a value of an interface that has one. */
export type JsonLd = Typed | (Typed & Readonly<Record<string, unknown>>);

interface Typed {
  readonly '@type': string | readonly string[];
}

/** The heads of a page and its layouts, merged, as they are written. */
export interface MergedHead extends Pick<Head, 'title' | 'html' | 'meta' | 'link'> {
  jsonLd?: readonly JsonLd[];
}

/** Merges heads, outermost first. @throws SkerryError `bad-head` */
export function mergeHeads(heads: readonly Head[]): MergedHead {
  const whole: Head = Object.assign({}, ...heads.map(definedMembers));
  const metas = new Map<string, ElementAttributes>();
  for (const head of heads) for (const meta of metasOf(head)) metas.set(metaKey(meta), meta);
  const openGraph: OpenGraph = Object.assign(
    {},
    ...heads.map((head) => definedMembers(head.openGraph ?? {})),
  );
  for (const meta of openGraphMetas(openGraph, whole))
    if (!metas.has(metaKey(meta))) metas.set(metaKey(meta), meta);
  const links = heads.flatMap(({ link = [] }) => link);
  const { canonical } = whole;
  return {
    ...titleOf(heads),
    html: Object.assign({}, ...heads.map(({ html }) => html)),
    meta: [...metas.values()],
    link: canonical === undefined ? links : [...links, { rel: 'canonical', href: canonical }],
    jsonLd: heads.flatMap(({ jsonLd = [] }) => jsonLd),
  };
}

/** A head of an error page, or of a layout around it: the address that failed is not one to be known by. */
export function withoutAddress(head: Head): Head {
  const copy = { ...head, openGraph: { ...head.openGraph } };
  delete copy.canonical;
  delete copy.openGraph.url;
  return copy;
}

/** The innermost title, in the template that the layers around it set. */
function titleOf(heads: readonly Head[]): { title?: string } {
  const at = heads.findLastIndex(({ title }) => title !== undefined);
  if (at === -1) return {};
  const { title = '', titleTemplate } = heads[at] as Head;
  const around = heads.slice(0, at).findLast((head) => head.titleTemplate !== undefined);
  const template = titleTemplate === false ? false : around?.titleTemplate;
  if (!template) return { title };
  if (!template.includes('%s'))
    throw fail('bad-head', { problem: `the titleTemplate ${JSON.stringify(template)} has no %s` });
  return { title: template.replaceAll('%s', () => title) };
}

const metasOf = ({ description, meta = [] }: Head): readonly ElementAttributes[] =>
  description === undefined ? meta : [{ name: 'description', content: description }, ...meta];

/** The key by which meta elements replace each other. A theme colour, for example, may occur once per media query. */
const metaKey = (meta: ElementAttributes): string =>
  JSON.stringify(
    Object.entries(definedMembers(meta))
      .filter(([name]) => name !== 'content' || !(meta.name || meta.property || meta['http-equiv']))
      .sort(),
  );

/** The elements of `<head>`. @throws SkerryError `bad-head` */
export const headHtml = ({ title, meta = [], link = [], jsonLd = [] }: MergedHead): string =>
  (title === undefined ? '' : `<title>${escapeHtml(title)}</title>`) +
  meta.map((attributes) => elementHtml('meta', attributes)).join('') +
  link.map((attributes) => elementHtml('link', attributes)).join('') +
  jsonLd.map(jsonLdHtml).join('');

/** A block of data: browsers do not run it, and no policy has to allow it. */
function jsonLdHtml(thing: JsonLd): string {
  let text: string;
  try {
    text = JSON.stringify({ '@context': 'https://schema.org', ...thing });
  } catch (error) {
    throw fail('bad-head', { problem: `its jsonLd is no JSON: ${(error as Error).message}` });
  }
  // Nothing in it can end the element, or begin a comment.
  return `<script type="application/ld+json">${text.replaceAll('<', '\\u003c')}</script>`;
}

/** An element without content. */
export function elementHtml(tag: string, attributes: Record<string, unknown>): string {
  const texts = Object.entries(attributesText(attributes));
  return `<${tag}${texts.map(([name, text]) => attributeHtml(name, text)).join('')}>`;
}
