import { isComment } from './places.js';
import { call } from './unclobbered.js';

/**
 * Watches the markers of a region. Where one is gone, what is left may look whole and name other places.
 *
 * @param damaged called when somebody took one away; what the region takes away is to be taken from the records
 */
export function watchMarkers(host: Element, damaged: () => void): MutationObserver {
  const observer = new MutationObserver((records) => {
    for (const { target, removedNodes } of records)
      for (const node of removedNodes)
        if (
          isComment(node) &&
          // Texts tell by themselves whether their markers are there.
          /^(\[\d|]|k:)/.test(node.data) &&
          call(target as Element, 'closest', 'skerry-live') === host
        )
          damaged();
  });
  observer.observe(host, { childList: true, subtree: true });
  return observer;
}
