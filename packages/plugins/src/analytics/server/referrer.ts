/**
 * The host that a visitor came from, without `www.`; `undefined` if there is none, if it is the app's own, or if it is no
 * page of the web.
 *
 * @param referrer the URL of the page before
 * @param own the host of the app, with its port
 */
export function referrerHost(referrer: string | null, own: string): string | undefined {
  if (referrer === null || !URL.canParse(referrer)) return undefined;
  const { protocol, host, hostname } = new URL(referrer);
  if (!/^https?:$/.test(protocol) || host === own) return undefined;
  return hostname.replace(/^www\./, '');
}
