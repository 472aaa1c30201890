import { appEventPrefix, holesHeader, holesPath, lateContentEvent } from '@skerry/wire';

/**
 * Requests the holes of a page whose file comes from a host of files. Their content becomes a part of the document, and the
 * module for late content puts it in its place.
 */

/** What is used of Trusted Types (https://w3c.github.io/trusted-types). */
interface MarkupPolicy {
  createHTML(markup: string): string;
}
interface PolicyFactory {
  createPolicy(name: string, rules: MarkupPolicy): MarkupPolicy;
}

// The names of images and forms hide members of the document, so its class is asked.
const { createElement, createTreeWalker, querySelector } = Document.prototype;
const stateOf = (name: 'prerendering' | 'readyState'): unknown =>
  Reflect.get(Document.prototype, name, document);

/** Waits for an event of the document. */
const next = (event: string): Promise<unknown> =>
  new Promise((resolve) => addEventListener(event, resolve, { capture: true, once: true }));

// The head comes before everything that a visitor may have written.
const { page, holes, client } = (querySelector.call(document, '[data-holes]') as HTMLElement)
  .dataset;

const policy = (window as { trustedTypes?: PolicyFactory }).trustedTypes?.createPolicy(
  'skerry-holes',
  { createHTML: (markup) => markup },
);

/** Requests the content of the holes; `undefined` if the app is down. @throws Error if others answer, or the app refuses */
async function request(): Promise<Response | undefined> {
  // A visitor who may never come has no session.
  if (stateOf('prerendering')) await next('prerenderingchange');
  const url = holesPath + (page === '/' ? '' : page) + location.search;
  const answer = await fetch(url, { headers: { [holesHeader]: holes! } }).catch(() => undefined);
  const { status = 502, headers } = answer ?? {};
  if (status >= 502 && status <= 504) return undefined;
  if (headers!.get('content-type')?.endsWith('ndjson')) return answer;
  throw new Error(`No content for the holes of ${page}: ${url} answers ${status}`);
}

/** The beginning of the names of places that are not filled. */
let known = holes;

/**
 * Gives the places of holes the names that their content has in this answer, which nobody could know. If an answer broke off
 * between a hole and a boundary in it, nothing can fill that any more, and the page loads again.
 */
function renamePlaces(prefix: string | null): void {
  const marks = createTreeWalker.call(document, document, 192); // comments and processing instructions
  while (marks.nextNode()) {
    const mark = marks.currentNode as CharacterData;
    const [before, name] = mark.data.split(`name="${known}-`);
    if (name?.startsWith('at-')) mark.data = `${before}name="${prefix}-${name}`;
    else if (name) location.reload();
  }
  known = prefix ?? known;
}

function addMarkup(html: string): void {
  const template = createElement.call(document, 'template') as HTMLTemplateElement;
  template.setHTMLUnsafe(policy?.createHTML(html) ?? html);
  querySelector.call(document, 'body')!.append(template.content);
  dispatchEvent(new Event(appEventPrefix + lateContentEvent));
}

/** Loads another module. */
type Load = () => Promise<unknown>;

/** Puts content in the document as it comes; returns false if it broke off. */
async function addContent(answer: Response, loadStyles: Load): Promise<boolean> {
  renamePlaces(answer.headers.get(holesHeader));
  const parts = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
  for (let text = ''; ;) {
    const part = await parts.read().catch(() => undefined);
    if (!part || part.done) return part !== undefined;
    const lines = (text + part.value).split('\n');
    text = lines.pop()!;
    for (const line of lines) {
      const html = JSON.parse(line) as string;
      if (html.includes('<template data-for')) await loadStyles();
      addMarkup(html);
    }
  }
}

/**
 * Fills the holes of the page. Once the app has answered, a new visitor has a session, and the client for regions may begin.
 * While the app is down it is asked again.
 *
 * @param loadLate loads the module for late content
 * @param loadStyles loads the module for style sheets in it
 * @throws Error if others answer, or the app refuses, or a module does not load
 */
export async function fillHoles(loadLate: Load, loadStyles: Load): Promise<void> {
  const parsed = stateOf('readyState') === 'loading' ? next('DOMContentLoaded') : undefined;
  const ready = Promise.all([parsed, loadLate()]);
  for (let wait = 1_000; ; wait = Math.min(2 * wait, 60_000)) {
    const asked = request().finally(() => void (client && import(/* @vite-ignore */ client)));
    const [answer] = await Promise.all([asked, ready]);
    if (answer && (await addContent(answer, loadStyles))) return;
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}
