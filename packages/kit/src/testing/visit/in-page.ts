/**
 * What is asked of the elements of a locator, in the browser: each function is sent as its text, and uses nothing around it.
 */

/** The part of an element of the DOM that is used here; this package knows no DOM. */
interface PageElement {
  readonly textContent: string | null;
  readonly parentNode: PageElement | null;
  readonly outerHTML: string;
  readonly localName: string;
  readonly value?: string;
  readonly form?: PageElement | null;
  readonly labels?: ArrayLike<PageElement> | null;
  readonly ownerDocument: {
    readonly activeElement: { blur?(): void } | null;
    readonly defaultView: {
      matchMedia(query: string): { matches: boolean };
      getComputedStyle(element: PageElement): { display: string; visibility: string };
      readonly performance: {
        getEntriesByType(type: 'navigation'): readonly { readonly responseStatus?: number }[];
      };
    };
  };
  getAttribute(name: string): string | null;
  closest(selector: string): PageElement | null;
  matches(selector: string): boolean;
  querySelectorAll(selector: string): Iterable<PageElement>;
  cloneNode(isDeep: boolean): PageElement;
  remove(): void;
  checkVisibility(): boolean;
}

/** The HTML of each element without what is not displayed. */
export function shownHtml(elements: readonly unknown[]): string[] {
  const isShown = (each: PageElement): boolean => {
    const { display, visibility } = each.ownerDocument.defaultView.getComputedStyle(each);
    const isFolded = each.matches('details:not([open]) > :not(summary)');
    const isUsed = each.localName !== 'noscript' || each.checkVisibility();
    return isUsed && display !== 'none' && visibility === 'visible' && !isFolded;
  };
  return (elements as PageElement[]).map((element) => {
    const shown = [...element.querySelectorAll('*')].map(isShown);
    const copy = element.cloneNode(true);
    [...copy.querySelectorAll('*')].forEach((each, i) => shown[i] || each.remove());
    return copy.outerHTML;
  });
}

/** Leaves the field that has the focus. The element of a document is asked. */
export function leaveField(elements: readonly unknown[]): void {
  const [root] = elements as PageElement[];
  root?.ownerDocument.activeElement?.blur?.();
}

/** Tells whether a document has yet to start its regions, or waits for the answer of an event. Its element is asked. */
export function isBusy(elements: readonly unknown[]): boolean {
  const [root] = elements as PageElement[];
  if (!root) return true;
  const hasScript = root.ownerDocument.defaultView.matchMedia('(scripting: enabled)').matches;
  const connection = root.getAttribute('data-connection') ?? 'connecting';
  const isStarting = hasScript && connection === 'connecting';
  const awaited = isStarting ? '[data-pending], skerry-live[data-token]' : '[data-pending]';
  return root.matches(`:has(${awaited})`);
}

/** The status with which each document came; 0 in a browser that does not tell it. Their elements are asked. */
export const statusesOf = (elements: readonly unknown[]): number[] =>
  (elements as PageElement[]).map(({ ownerDocument: { defaultView } }) => {
    const [navigation] = defaultView.performance.getEntriesByType('navigation');
    return navigation?.responseStatus ?? 0;
  });

/** The names of fields, buttons and links. */
export const namesIn = (elements: readonly unknown[]): string[] =>
  (elements as PageElement[]).map((element) => {
    const text = (element.labels?.[0] ?? element).textContent || element.value || '';
    return element.getAttribute('aria-label') ?? text.replace(/\s+/g, ' ').trim();
  });

/** The word that `lv-confirm-text` wants at each button. */
export const wordsOf = (buttons: readonly unknown[]): string[] =>
  (buttons as PageElement[]).map((button) => {
    const bound = button.closest('[lv-click]') ?? button.form;
    const binding = bound?.getAttribute('lv-click') ?? bound?.getAttribute('lv-submit') ?? '';
    const options = new URLSearchParams(/^[^\s?]*(\S*)/.exec(binding)?.[1]);
    const words = [button, bound].map((element) => element?.getAttribute('lv-confirm-text'));
    return options.get('confirm-text') ?? words.find((word) => word != null) ?? '';
  });
