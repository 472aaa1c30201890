import { regionTag } from '@skerry/wire';

import { read } from './unclobbered.js';

/**
 * Tells of every host on the page, those that are there and those to come. May be called once.
 *
 * @param arrived called for a host that is on the page with all that it holds
 * @param left called for a host that has left the page, and was not just moved
 */
export function watchHosts(
  arrived: (host: HTMLElement) => void,
  left: (host: HTMLElement) => void,
): void {
  class LiveHost extends HTMLElement {
    connectedCallback(): void {
      if (!this.isConnected) return;
      // A host that the parser is still at is empty.
      if (read(document, 'readyState') !== 'loading' || isFollowed(this)) arrived(this);
      else setTimeout(() => this.connectedCallback(), 20);
    }

    /** Where this is defined, browsers do not take a move for leaving and coming back. */
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

/** Whether something stands behind a node in the document. */
const isFollowed = (node: Node | null): unknown =>
  node && (read(node, 'nextSibling') || isFollowed(read(node, 'parentNode')));
