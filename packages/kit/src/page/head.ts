import { attributeHtml, attributesText } from '../template/attributes.js';
import { escapeHtml } from '../template/escape.js';

/** The document's head and attributes, as a page or a layout sets them. */
export interface Head {
  title?: string;
  /** Shorthand for a `meta` of that name. */
  description?: string;
  /** Attributes of `<html>`; `lang` is `en` by default. */
  html?: { lang?: string; dir?: 'ltr' | 'rtl' | 'auto'; class?: string };
  /** Attributes of `<meta>` elements. A page's replaces a layout's of the same `name`, `property` or `http-equiv`. */
  meta?: readonly Record<string, string>[];
  /** Attributes of `<link>` elements. */
  link?: readonly Record<string, string>[];
}

/** Joins heads, outermost first: inner ones override outer ones. */
export function mergeHeads(heads: readonly Head[]): Head {
  const merged: Head = { html: {} };
  const metas = new Map<string, Record<string, string>>();
  const links: Record<string, string>[] = [];
  for (const head of heads) {
    if (head.title !== undefined) merged.title = head.title;
    Object.assign(merged.html as object, head.html);
    for (const meta of metasOf(head)) metas.set(metaKey(meta), meta);
    links.push(...(head.link ?? []));
  }
  return { ...merged, meta: [...metas.values()], link: links };
}

const metasOf = ({ description, meta = [] }: Head): readonly Record<string, string>[] =>
  description === undefined ? meta : [{ name: 'description', content: description }, ...meta];

/** The key by which meta elements replace each other. A theme colour, for example, may occur once per media query. */
const metaKey = (meta: Record<string, string>): string =>
  JSON.stringify(
    meta.name || meta.property || meta['http-equiv'] ? { ...meta, content: '' } : meta,
  );

/** The elements of `<head>`. */
export function headHtml({ title, meta = [], link = [] }: Head): string {
  return (
    (title === undefined ? '' : `<title>${escapeHtml(title)}</title>`) +
    meta.map((attributes) => elementHtml('meta', attributes)).join('') +
    link.map((attributes) => elementHtml('link', attributes)).join('')
  );
}

/** An element without content. */
export function elementHtml(tag: string, attributes: Record<string, unknown>): string {
  const texts = Object.entries(attributesText(attributes));
  return `<${tag}${texts.map(([name, text]) => attributeHtml(name, text)).join('')}>`;
}
