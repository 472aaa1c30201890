import { appEventPrefix, lateContentEvent } from '@skerry/wire';

/**
 * Puts late content in its place, in browsers that do not do it themselves: they read `<?start name="…">` and `<?end>` as
 * comments, or as processing instructions. In all browsers it does so with content that comes after the document.
 */

// The names of images and forms hide members of the document, so its class is asked.
const { createTreeWalker, querySelectorAll } = Document.prototype;

let isParsing = Reflect.get(Document.prototype, 'readyState', document) === 'loading';
/** The start of each place, by name; `null` if there is none: a place is before its content in the document. */
const starts = new Map<string | undefined, ChildNode | null>();

/** Fills the places of all content that is there. Runs whenever the parser has added something, also in a hidden tab. */
function fillPlaces(): void {
  for (const template of querySelectorAll.call(document, 'template[for]'))
    // What follows it shows that all of it is there. Nothing follows what comes over a connection: its place may be on its way.
    if (!isParsing || template.nextSibling) fillPlace(template as HTMLTemplateElement);
}

function fillPlace(template: HTMLTemplateElement): void {
  const name = template.getAttribute('for') as string;
  if (!starts.has(name)) findStarts();
  const start = starts.get(name);
  if (!start) return void starts.set(name, null);
  let end = start.nextSibling;
  while (end && !markOf(end).startsWith('?end')) end = end.nextSibling;
  // Others may have removed the end, and nobody knows then what was before it.
  if (end) {
    while (start.nextSibling !== end) start.nextSibling!.remove();
    end.remove();
  }
  const { content, hidden } = template;
  // A part of a drawing is in an element of its language, which makes the parser read it so. HTML in it ends that element.
  if (hidden) content.firstChild!.replaceWith(...content.firstChild!.childNodes);
  start.replaceWith(content);
  (hidden ? template.parentElement! : template).remove();
}

function findStarts(): void {
  const marks = createTreeWalker.call(document, document, 192); // comments and processing instructions
  while (marks.nextNode()) {
    const node = marks.currentNode as ChildNode;
    starts.set(/^\?start name="(.+?)"/.exec(markOf(node))?.[1], node);
  }
}

/** What is read of a comment or a processing instruction. */
interface Mark {
  readonly nodeType: number;
  readonly target?: string;
  readonly data?: string;
}

/** The text of a mark, as it is in the document; empty for other nodes. */
const markOf = (node: Mark): string =>
  node.nodeType === 7 ? `?${node.target} ${node.data}` : node.nodeType === 8 ? node.data! : '';

if (isParsing) {
  const observer = new MutationObserver(fillPlaces);
  observer.observe(document, { childList: true, subtree: true });
  addEventListener('DOMContentLoaded', () => {
    isParsing = false;
    fillPlaces();
    observer.disconnect();
  });
}
addEventListener(appEventPrefix + lateContentEvent, fillPlaces);
fillPlaces();
