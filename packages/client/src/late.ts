import { appEventPrefix, lateContentEvent } from '@skerry/wire';

/**
 * Puts late content in its place, in browsers that do not do it themselves: they read `<?start name="…">` and `<?end>` as
 * comments, or as processing instructions. In all browsers it does so with content that comes after the document.
 */

// The names of images and forms hide members of the document, so its class is asked.
const { createTreeWalker, querySelectorAll } = Document.prototype;

let isParsing = Reflect.get(Document.prototype, 'readyState', document) === 'loading';
/** The start of each place that is not filled yet, by name. */
const starts = new Map<string, ChildNode>();
/** Templates that are not ours: a place is always before its content. */
const strangers = new WeakSet<Element>();

/** Fills the places of all content that is there. Runs whenever the parser has added something, also in a hidden tab. */
function fillPlaces(): void {
  for (const template of querySelectorAll.call(document, 'template[for]'))
    // What follows it shows that all of it is there.
    if ((!isParsing || template.nextSibling) && !strangers.has(template))
      fillPlace(template as HTMLTemplateElement);
}

function fillPlace(template: HTMLTemplateElement): void {
  const name = template.getAttribute('for') as string;
  if (!starts.has(name)) findStarts();
  const start = starts.get(name);
  if (!start) return void strangers.add(template);
  starts.delete(name);
  let end = start.nextSibling;
  while (end && !markOf(end).startsWith('?end')) end = end.nextSibling;
  // Others may have removed the end, and nobody knows then what was before it.
  if (end) {
    while (start.nextSibling !== end) start.nextSibling!.remove();
    end.remove();
  }
  start.replaceWith(template.content);
  template.remove();
}

function findStarts(): void {
  const marks = createTreeWalker.call(document, document, 192); // comments and processing instructions
  while (marks.nextNode()) {
    const node = marks.currentNode as ChildNode;
    const [, name] = /^\?start name="(.+?)"/.exec(markOf(node)) ?? [];
    if (name) starts.set(name, node);
  }
}

/** The text of a mark, as it is in the document; empty for other nodes. */
const markOf = (node: Node): string =>
  node instanceof ProcessingInstruction
    ? `?${node.target} ${node.data}`
    : node instanceof Comment
      ? node.data
      : '';

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
