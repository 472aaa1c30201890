/** Brings the head of a page to that of its edited version. */

/** Scripts that browsers act on, once; others are data. */
const scripts =
  'script:not([type]),script[type=module],script[type="text/javascript"],script[type=speculationrules],script[type=importmap]';
const sheets = 'link[rel~=stylesheet]';
/** Styles with attributes are those of libraries, and of the development server. */
const facts = `title,meta,base,link:not([rel~=stylesheet],[rel=modulepreload]),style,script:not(${scripts})`;
/** What the server has put there, by its markup; scripts may have changed it, and have put others there. */
let served: Map<string, Element>;
/** The files of the style sheets that the server links. Vite replaces their elements. */
let linked: Set<string | undefined>;

/** Notes what the server has put into the head. Call it once, before {@link updateHead}. */
export function watchHead(): void {
  const { head } = document;
  // A library may have added a style by now.
  const known = factsIn(head).filter(({ localName }) => localName !== 'style');
  served = new Map(known.map((fact) => [fact.outerHTML, fact]));
  linked = filesIn(head);
}

/** Returns true if a document runs scripts that this page has not run. */
export function hasNewScripts(next: Document): boolean {
  const known = new Set([...document.querySelectorAll(scripts)].map(scriptOf));
  return [...next.querySelectorAll(scripts)].some((script) => !known.has(scriptOf(script)));
}

const scriptOf = (script: Element): string =>
  addressOf(script.getAttribute('src')) ?? `text ${script.textContent}`;

/** The path of a file, without the times of its edits. */
const addressOf = (address: string | null): string | undefined =>
  address === null ? undefined : address.replace(/[?&]t=\d+/, '');

/** Brings the head to a new one. Resolves once its new style sheets apply. @param signal aborts when there is a newer one */
export async function updateHead(next: HTMLHeadElement, signal: AbortSignal): Promise<void> {
  const { head } = document;
  const wanted = filesIn(next);
  linked = new Set([...linked, ...wanted]);
  const { loads, replaced } = addSheets(head, next);
  updateFacts(head, next);
  await Promise.all(loads);
  for (const sheet of replaced) sheet.remove();
  if (signal.aborted) return;
  for (const sheet of sheetsIn(head)) {
    const file = fileOf(sheet);
    if (linked.has(file) && !wanted.has(file)) sheet.remove();
  }
  linked = wanted;
}

function updateFacts(head: HTMLHeadElement, next: HTMLHeadElement): void {
  const before = served;
  served = new Map();
  const styles = new Map(
    [...head.querySelectorAll('style')].map((style) => [style.outerHTML, style]),
  );
  for (const fact of factsIn(next)) {
    const markup = fact.outerHTML;
    const own = before.get(markup) ?? styles.get(markup) ?? document.importNode(fact, true);
    before.delete(markup);
    served.set(markup, own);
    if (!own.isConnected) head.append(own);
  }
  for (const fact of before.values()) fact.remove();
}

const factsIn = (head: HTMLHeadElement): Element[] =>
  [...head.querySelectorAll(facts)].filter(
    ({ localName, attributes }) => localName !== 'style' || attributes.length === 0,
  );

const sheetsIn = (head: HTMLHeadElement): Element[] => [...head.querySelectorAll(sheets)];

const fileOf = (sheet: Element): string | undefined => addressOf(sheet.getAttribute('href'));

const filesIn = (head: HTMLHeadElement): Set<string | undefined> =>
  new Set(sheetsIn(head).map(fileOf));

/** Adds the style sheets that are new, or behind others than before, each behind the one before it. */
function addSheets(
  head: HTMLHeadElement,
  next: HTMLHeadElement,
): { loads: Promise<unknown>[]; replaced: Element[] } {
  const known = new Map(sheetsIn(head).map((sheet) => [fileOf(sheet), sheet]));
  const loads: Promise<unknown>[] = [];
  const replaced: Element[] = [];
  let before: Element | undefined;
  for (const sheet of sheetsIn(next)) {
    const own = known.get(fileOf(sheet));
    if (own && (!before || isBehind(own, before))) before = own;
    else {
      if (own) replaced.push(own);
      const added = document.importNode(sheet as HTMLLinkElement);
      loads.push(new Promise((resolve) => (added.onload = added.onerror = resolve)));
      if (before) before.after(added);
      else head.prepend(added);
      before = added;
    }
  }
  return { loads, replaced };
}

const isBehind = (sheet: Element, before: Element): boolean =>
  Boolean(before.compareDocumentPosition(sheet) & Node.DOCUMENT_POSITION_FOLLOWING);
