import { regionTag } from '@skerry/wire';

import { read } from './unclobbered.js';

/**
 * Watches the page for hosts of regions, present and future. Call it once.
 *
 * @param arrived called for a host that is on the page with all its content
 * @param left called for a host that has left the page, unless it was only moved
 */
export function watchHosts(
  arrived: (host: HTMLElement) => void,
  left: (host: HTMLElement) => void,
): void {
  class LiveHost extends HTMLElement {
    connectedCallback(isAgain?: boolean): void {
      if (!this.isConnected) return;
      // The parser adds a host before its content; an update may add one without content.
      if (
        read(document, 'readyState') !== 'loading' ||
        (this.lastChild as Comment | null)?.data === this.id.replace('-', ':') ||
        (isAgain && !this.lastChild)
      )
        arrived(this);
      else setTimeout(() => this.connectedCallback(true), 20);
    }

    /** Its presence keeps browsers from reporting a move as a removal and an insertion. */
    connectedMoveCallback(): void {}

    disconnectedCallback(): void {
      queueMicrotask(() => this.isConnected || left(this));
    }
  }
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`:where(${regionTag}){display:contents}`);
  read(document, 'adoptedStyleSheets').push(sheet);
  customElements.define(regionTag, LiveHost);
}
