import type { App } from '@skerry/kit/server';
import { regionIdPrefix, regionTag, tokenAttribute } from '@skerry/wire';

/** A page as it was fetched. */
export interface LoadedPage {
  readonly html: string;
  readonly cookie: string | undefined;
  readonly regions: readonly { readonly id: string; readonly token: string }[];
}

/** Fetches a page of the app under test. */
export type LoadPage = (path: string, cookie: string) => Promise<LoadedPage>;

/** Fetches pages of an app without a network. A page that is not answered with 200 rejects. */
export const pagesOf =
  (app: App): LoadPage =>
  async (path, cookie) => {
    const request = new Request(new URL(path, 'http://localhost'), { headers: { cookie } });
    const response = await app.fetch(request);
    const html = await response.text();
    if (response.status !== 200) throw new Error(`${path} was answered ${response.status}.`);
    const given = response.headers.getSetCookie()[0]?.split(';')[0];
    return { html, cookie: given, regions: regionsIn(html) };
  };

/** Finds the regions in a page, by the attributes of their hosts. */
function regionsIn(html: string): { id: string; token: string }[] {
  const hosts = html.split(`<${regionTag} `).slice(1);
  return hosts.flatMap((rest) => {
    const tag = rest.slice(0, rest.indexOf('>'));
    const valueOf = (name: string): string | undefined => {
      const at = tag.indexOf(`${name}="`);
      return at < 0
        ? undefined
        : tag.slice(at + name.length + 2, tag.indexOf('"', at + name.length + 2));
    };
    const id = valueOf('id');
    const token = valueOf(tokenAttribute);
    if (!id?.startsWith(regionIdPrefix) || token === undefined) return [];
    return [{ id: id.slice(regionIdPrefix.length), token }];
  });
}
