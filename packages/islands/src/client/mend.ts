import { islandEndTag, islandTag, putBack } from '@skerry/wire';

import type { Island } from './island.js';
import { tellServer } from './report.js';

/** Puts back what a parser has moved out of islands, with their ends; they start, and the fault is reported. */
export async function mend(): Promise<void> {
  if (Reflect.get(Document.prototype, 'readyState', document) === 'loading')
    await new Promise((parsed) => addEventListener('DOMContentLoaded', parsed, { once: true }));
  const IslandHost = customElements.get(islandTag)!;
  // Of islands inside one another, the end of the inner one comes first.
  for (const end of Document.prototype.querySelectorAll.call(document, islandEndTag)) {
    const host = end.parentNode instanceof IslandHost ? undefined : hostBefore(end);
    if (host) mendOne(host, end);
  }
}

function mendOne(host: Island, end: Element): void {
  putBack<Node>(host, end, (node, parent) => parent.appendChild(node));
  end.remove();
  host.phase = 'gone';
  host.connectedCallback();
  const [name, strategy] = ['name', 'on'].map((key) => host.getAttribute(key)!) as [string, string];
  const error = new Error(
    `The island "${name}" is inside an element that may not hold what it renders: browsers have moved that out. The development server names both.`,
  );
  tellServer({ name, strategy, phase: 'parse', error });
}

/** The last host before an end that has no end of its own, and has not failed. */
function hostBefore(end: Element): Island | undefined {
  const hosts = [...Document.prototype.querySelectorAll.call(document, islandTag)] as Island[];
  return hosts.findLast(
    (host) => !host.phase && host.compareDocumentPosition(end) === Node.DOCUMENT_POSITION_FOLLOWING,
  );
}
