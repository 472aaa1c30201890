/** Tells users of assistive technology something that the page shows elsewhere, or not at all. */
export function announce(text: string): void {
  const { documentElement } = document as Document & {
    documentElement: Element & { ariaNotify?: (text: string) => void };
  };
  if (documentElement.ariaNotify) return documentElement.ariaNotify(text);
  const element = document.createElement('div');
  element.ariaLive = 'polite';
  element.style.cssText =
    'position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)';
  document.body.append(element);
  // It is read if it changes after it is there.
  setTimeout(() => (element.textContent = text), 100);
  setTimeout(() => element.remove(), 5_000);
}
