import { regionTag, stateAttribute } from '@skerry/wire';

/** Shows the state of the connection as `data-connection` of the document's element, and in a banner once it is lost for a while. */

/** Milliseconds for which a lost connection is no news. */
const patience = 1000;

let timer: number | undefined;
let banner: typeof import('./banner.js') | undefined;

/** The worst state of the page's regions. */
function stateNow(): string {
  const states = Array.from(
    document.querySelectorAll<HTMLElement>(`${regionTag}[${stateAttribute}]`),
    ({ dataset }) => dataset.state!,
  );
  return ['offline', 'failed', 'connecting', 'live'].find((each) => states.includes(each)) ?? '';
}

function showState(): void {
  const { dataset } = document.documentElement;
  const state = stateNow();
  if (dataset.connection === state) return;
  dataset.connection = state;
  if (state === 'offline') timer ??= setTimeout(() => banner?.showBanner(true), patience);
  if (!/live|failed/.test(state)) return;
  clearTimeout(timer);
  timer = undefined;
  banner?.showBanner(false, state === 'live');
}

new MutationObserver(showState).observe(document, {
  attributeFilter: [stateAttribute],
  subtree: true,
});
showState();
async function loadBanner(): Promise<void> {
  banner = await import('./banner.js');
}
// It could not come when the connection is lost.
const whenIdle = globalThis.requestIdleCallback ?? setTimeout;
whenIdle(() => void loadBanner());
