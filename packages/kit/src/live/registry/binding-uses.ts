/** Matches a binding or one of its options in HTML, with its value. */
const binding = / lv-([^\s"'&<>/=]+)="([^"]*)"/g;

/** Bindings that every page understands, and an attribute that binds nothing. */
const common: ReadonlySet<string> = new Set(['click', 'input', 'submit', 'ignore']);

/**
 * Names the bindings and the options of a region's HTML that the browser loads code for, as attributes: `lv-keydown lv-debounce`.
 * Options are attributes, or stand behind the name of the event (`search?debounce=300`).
 */
export function bindingUses(html: string): string {
  if (!html.includes(' lv-')) return '';
  const uses = new Set<string>();
  for (const [, name, value] of html.matchAll(binding)) {
    if (!common.has(name!)) uses.add(`lv-${name}`);
    const [event] = value!.split(' ', 1);
    if (event!.includes('?'))
      for (const [, option] of event!.matchAll(/[?;]([a-z-]+)/g)) uses.add(`lv-${option}`);
  }
  return [...uses].join(' ');
}
