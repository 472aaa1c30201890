import { appEventPrefix, lateContentEvent } from '@skerry/wire';

/**
 * Holds late content back until its style sheets are there, where no parser does: it has `data-for` in place of `for`. Content
 * that comes after it takes its turn, as its place may be in there.
 */

// The names of images and forms hide members of the document, so its class is asked.
const { querySelector, querySelectorAll } = Document.prototype;

let isParsing = Reflect.get(Document.prototype, 'readyState', document) === 'loading';
let before: Promise<unknown> = Promise.resolve();

function holdContent(): void {
  for (const each of querySelectorAll.call(document, 'template[data-for]')) {
    const template = each as HTMLTemplateElement;
    const { for: name = '' } = template.dataset;
    // What follows it shows that all of it is there.
    if (isParsing && !template.nextSibling) continue;
    delete template.dataset.for;
    const loaded = Promise.all(Array.from(template.content.querySelectorAll(awaited), loadCopy));
    before = before
      .then(() => loaded)
      .then(() => {
        template.setAttribute('for', name);
        dispatchEvent(new Event(appEventPrefix + lateContentEvent));
      });
  }
}

/** Style sheets that apply. */
const awaited = 'link[rel~=stylesheet]:not([rel~=alternate], [disabled])';

/** Loads a copy of a style sheet, so that the sheet is there at once when its own element is. Then the copy goes. */
const loadCopy = (link: Element): Promise<unknown> =>
  new Promise<unknown>((resolve) => {
    const copy = link.cloneNode() as HTMLLinkElement;
    copy.removeAttribute('id');
    copy.onload = copy.onerror = resolve;
    for (const event of ['load', 'error'])
      link.addEventListener(event, () => copy.remove(), { once: true });
    querySelector.call(document, 'head')!.append(copy);
    if (!isLoaded(copy)) resolve(copy.remove());
  });

/** Tells whether a browser loads what a link names, and says when it has. */
const isLoaded = (link: HTMLLinkElement): boolean =>
  link instanceof HTMLLinkElement &&
  !!link.getAttribute('href')?.trim() &&
  URL.canParse(link.href) &&
  /^(?:text\/css)?(?:;|$)/i.test(link.type);

if (isParsing) {
  const observer = new MutationObserver(holdContent);
  observer.observe(document, { childList: true, subtree: true });
  addEventListener('DOMContentLoaded', () => {
    isParsing = false;
    holdContent();
    observer.disconnect();
  });
}
addEventListener(appEventPrefix + lateContentEvent, holdContent);
holdContent();
