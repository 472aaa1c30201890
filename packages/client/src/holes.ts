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

/** An answer after which the app may answer differently soon: it is down, or too busy. */
const isPassing = (status: number): boolean => status >= 502 && status <= 504;

/** Requests the content of the holes. @throws Error if others answer, or the app refuses */
async function request(): Promise<Response> {
  // A visitor who may never come has no session.
  if (stateOf('prerendering')) await next('prerenderingchange');
  const url = holesPath + (page === '/' ? '' : page) + location.search;
  const answer = await fetch(url, { headers: { [holesHeader]: holes! } });
  if (answer.headers.get('content-type')?.endsWith('ndjson')) return answer;
  const message = `No content for the holes of ${page}: ${url} answers ${answer.status}`;
  throw isPassing(answer.status) ? new TypeError(message) : new Error(message);
}

/** The beginning of the names of places that are not filled. */
let known = holes;

/** Gives the places of holes the names that their content has in this answer, which nobody could know. */
function renamePlaces(prefix: string | null): void {
  const marks = createTreeWalker.call(document, document, 192); // comments and processing instructions
  while (marks.nextNode()) {
    const mark = marks.currentNode as CharacterData;
    mark.data = mark.data.replace(`name="${known}-at-`, `name="${prefix}-at-`);
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

/** Puts content in the document as it comes. */
async function addContent(answer: Response, loadStyles: Load): Promise<void> {
  renamePlaces(answer.headers.get(holesHeader));
  const parts = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
  for (let text = '', part; !(part = await parts.read()).done;) {
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
 * @throws Error if others answer, or the app refuses
 */
export async function fillHoles(loadLate: Load, loadStyles: Load): Promise<void> {
  const parsed = stateOf('readyState') === 'loading' ? next('DOMContentLoaded') : undefined;
  for (let wait = 1_000; ; wait = Math.min(2 * wait, 60_000)) {
    try {
      const asked = request().finally(() => void (client && import(/* @vite-ignore */ client)));
      const [answer] = await Promise.all([asked, parsed, loadLate()]);
      return await addContent(answer, loadStyles);
    } catch (thrown) {
      // Failures of the network are of this type too.
      if (!(thrown instanceof TypeError)) throw thrown;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}
