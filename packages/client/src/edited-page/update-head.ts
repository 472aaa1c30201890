/** Brings the head of a page to that of its edited version. */

/** Scripts that run; others are data. */
const scripts = 'script:not([type]),script[type=module],script[type="text/javascript"]';
const sheets = 'link[rel~=stylesheet]';
/** Styles with attributes are those of libraries, and of the development server. */
const facts = `title,meta,base,link:not([rel~=stylesheet],[rel=modulepreload]),style`;
/** What the server has put there, by its markup; scripts may have changed it, and have put others there. */
let served: Map<string, Element>;

/** Notes what the server has put into the head. Call it once, before {@link updateHead}. */
export function watchHead(): void {
  served = new Map(factsIn(document.head).map((fact) => [fact.outerHTML, fact]));
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

/** Brings the head to a new one. Resolves once its new style sheets apply. */
export async function updateHead(next: HTMLHeadElement): Promise<void> {
  const { head } = document;
  const loaded = addSheets(head, next);
  const before = served;
  served = new Map();
  for (const fact of factsIn(next)) {
    const own = before.get(fact.outerHTML) ?? document.importNode(fact, true);
    before.delete(fact.outerHTML);
    served.set(fact.outerHTML, own);
    if (!own.isConnected) head.append(own);
  }
  for (const fact of before.values()) fact.remove();
  await Promise.all(loaded);
  const wanted = new Set(sheetsIn(next).map(sheetOf));
  for (const sheet of sheetsIn(head)) if (!wanted.has(sheetOf(sheet))) sheet.remove();
}

const factsIn = (head: HTMLHeadElement): Element[] =>
  [...head.querySelectorAll(facts)].filter(
    ({ localName, attributes }) => localName !== 'style' || attributes.length === 0,
  );

const sheetsIn = (head: HTMLHeadElement): Element[] => [...head.querySelectorAll(sheets)];

const sheetOf = (sheet: Element): string | undefined => addressOf(sheet.getAttribute('href'));

/** Adds the style sheets that are new, each behind the one before it. */
function addSheets(head: HTMLHeadElement, next: HTMLHeadElement): Promise<unknown>[] {
  const known = new Map(sheetsIn(head).map((sheet) => [sheetOf(sheet), sheet]));
  const loads: Promise<unknown>[] = [];
  let before: Element | undefined;
  for (const sheet of sheetsIn(next)) {
    const own = known.get(sheetOf(sheet));
    if (own) before = own;
    else {
      const added = document.importNode(sheet as HTMLLinkElement);
      loads.push(new Promise((resolve) => (added.onload = added.onerror = resolve)));
      if (before) before.after(added);
      else head.prepend(added);
      before = added;
    }
  }
  return loads;
}
