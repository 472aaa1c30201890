/** What others show when a page is shared, by the [Open Graph protocol](https://ogp.me). */
export interface OpenGraph {
  title?: string | undefined;
  description?: string | undefined;
  /** `website`, `article`, … */
  type?: string | undefined;
  /** Absolute. */
  url?: string | undefined;
  siteName?: string | undefined;
  /** Language and country, such as `en_GB`. */
  locale?: string | undefined;
  /** Its URL, absolute, or more about it. */
  image?: string | OpenGraphImage | undefined;
}

/** A picture that is shown with a shared page. */
export interface OpenGraphImage {
  /** Absolute. */
  url: string;
  alt?: string;
  /** In pixels. */
  width?: number;
  height?: number;
  /** The media type. */
  type?: string;
}

/** The members of a head that an Open Graph repeats. */
interface HeadTexts {
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly canonical?: string | undefined;
}

/** The elements of an Open Graph, with what the head says for members that are not set; none if nothing is set. */
export function openGraphMetas(
  own: OpenGraph,
  { title, description, canonical: url }: HeadTexts,
): Record<string, string>[] {
  if (Object.keys(own).length === 0) return [];
  const { siteName, image, ...graph } = {
    ...definedMembers({ title, description, url }),
    ...definedMembers(own),
  } as OpenGraph;
  const { url: at, ...picture } = typeof image === 'string' ? { url: image } : (image ?? {});
  return metasOf({ ...graph, site_name: siteName, image: at }, 'og:').concat(
    metasOf(picture, 'og:image:'),
  );
}

const metasOf = (members: object, prefix: string): Record<string, string>[] =>
  Object.entries(definedMembers(members)).map(([name, value]) => ({
    property: prefix + name,
    content: String(value),
  }));

/** An object without the members that are `undefined`. */
export const definedMembers = <T extends object>(members: T): Partial<T> =>
  Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== undefined),
  ) as Partial<T>;
