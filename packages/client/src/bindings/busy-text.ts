import type { Take } from './bindings.js';
import { buttonOf, optionOf, untilAnswered } from './options.js';

/** `lv-disable-with="…"` shows a text on a button until the answer. */
export const take: Take = (event, next, region) => {
  const button = buttonOf(event);
  const text = button && optionOf(event, 'disable-with');
  if (!text) return next();
  untilAnswered(event, next, region, () => {
    const shown = textsOf(button);
    const old = shown.map(({ nodeValue }) => nodeValue);
    shown.forEach((each, i) => (each.nodeValue = i ? '' : text));
    return () => {
      shown.forEach((each, i) => {
        // An update may have changed it.
        if (each.nodeValue === (i ? '' : text)) each.nodeValue = old[i]!;
      });
      region.changesOf(button)?.delete('value');
    };
  });
};

/** The texts that a button shows: of an input its value; those in a drawing are its titles. */
function textsOf(button: Element): Node[] {
  if (button.localName === 'input')
    return [...button.attributes].filter((each) => each.name === 'value');
  const texts: Text[] = [];
  const walker = document.createTreeWalker(button, NodeFilter.SHOW_TEXT);
  for (let text; (text = walker.nextNode() as Text | null);)
    if (text.data.trim() && !text.parentElement!.closest('svg')) texts.push(text);
  return texts;
}
