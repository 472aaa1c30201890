import type { DataPatch, IslandHost } from '@skerry/wire';

import type { LivePage } from './live-page.js';

/** The host of an island in a test, with the patches that its stand-in has taken. */
export type TestHost = HTMLElement & IslandHost & { taken: DataPatch[] };

/** Markup of a host, as the server writes it. */
export const island = (
  html: string,
  { at = '0', on = 'load', props = '{}', name = 'islands/a.island' } = {},
): string =>
  `<skerry-island name="${name}" on="${on}" at="${at}" props='${props}'>${html}<skerry-end></skerry-end></skerry-island>`;

/** A slot with its content. */
export const slot = (name: string, html = ''): string =>
  `<skerry-slot name="${name}">${html}</skerry-slot>`;

/** The holder before a host. */
export const holder = (...slots: string[]): string =>
  `<skerry-holder hidden="">${slots.join('')}</skerry-holder>`;

/** An island on the wire. */
export const whole = (
  h: string,
  { at = '0', on = 'load', p = {} as object | string, name = 'islands/a.island' } = {},
  x?: object,
) => ({ i: { a: { name, on, at }, p, h, ...(x && { x }) } });

/** Treats a host as the client of islands does when it hydrates. */
export const hydrate = (live: LivePage, selector = 'skerry-island'): Promise<void> =>
  live.page.$eval(selector, (element) => {
    const host = element as TestHost;
    host.querySelector(':scope > skerry-end')?.remove();
    host.phase = 'live';
    host.taken = [];
    host.patched = () => void host.taken.push(...(host.patches?.splice(0) ?? []));
    host.patched();
    host.dispatchEvent(new CustomEvent('skerry:hydrated', { bubbles: true }));
  });

/** The patches of props that a hydrated host received. */
export const taken = (live: LivePage, selector = 'skerry-island'): Promise<DataPatch[]> =>
  live.page.$eval(selector, (host) => (host as TestHost).taken);

/** The patches that wait for a host to hydrate, and the number that its markup shows. */
export const waiting = (live: LivePage, selector = 'skerry-island') =>
  live.page.$eval(selector, (element) => {
    const { patches, shown } = element as TestHost;
    return [patches, shown];
  });

/** Defines an element, `x-probe`, that counts its removals from the page and its returns. */
export const probe = (live: LivePage): Promise<void> =>
  live.page.evaluate(() => {
    if (customElements.get('x-probe')) return;
    class Probe extends HTMLElement {
      left = 0;
      connectedMoveCallback(): void {}
      disconnectedCallback(): void {
        this.left++;
      }
    }
    customElements.define('x-probe', Probe);
  });

/** The number of the probe's removals; nothing if there is no probe. */
export const timesLeft = (live: LivePage): Promise<number | undefined> =>
  live.page.evaluate(() => document.querySelector<HTMLElement & { left: number }>('x-probe')?.left);
