/** What a visitor of the page of tasks does. Each names nothing outside itself: it runs in the page. */

/** Presses a button of the list, of those that there are, or enters a title. @returns whether it was possible */
export function act({ kind, at, title }: { kind: string; at: number; title: string }): boolean {
  const selector = {
    add: '.todo > form',
    rename: '.todo li form',
    toggle: '.todo li button[aria-pressed]',
    edit: '.todo li button[aria-label^=Edit]',
    remove: '.todo li button[aria-label^=Remove]',
    cancel: '.todo li form button[type=button]',
    undo: '.todo-undo button',
    bell: '.bell',
  }[kind] as string;
  const found = [...document.querySelectorAll<HTMLElement>(selector)];
  const element = found[at % found.length];
  if (!element) return false;
  if (!(element instanceof HTMLFormElement)) {
    element.click();
    return true;
  }
  const field = element.querySelector('input') as HTMLInputElement;
  field.focus();
  field.value = title;
  field.dispatchEvent(new InputEvent('input', { bubbles: true }));
  field.dispatchEvent(new Event('change', { bubbles: true }));
  element.requestSubmit();
  return true;
}

/** The regions that wait for something, in words; none, where the page is at rest. */
export function waitsOf(): string[] {
  return [...document.querySelectorAll<HTMLElement>('skerry-live')].flatMap((host) => [
    ...(host.dataset.state === 'live' ? [] : [`${host.id} is ${host.dataset.state}`]),
    ...(host.querySelector('[aria-busy]') ? [`${host.id} is busy`] : []),
  ]);
}
