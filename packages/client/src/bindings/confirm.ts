import type { Take } from './bindings.js';
import { optionOf } from './options.js';
import { withhold } from './withhold.js';

const declined = { code: 'declined', reason: 'The visitor has declined.' };

/**
 * `lv-confirm` asks before the event is sent, and `lv-confirm-text` has the visitor type a word. A page that asks in its own
 * way prevents the default of `skerry:confirm`, and calls `detail.answer`.
 */
export const take: Take = (event, next, region) => {
  const question = optionOf(event, 'confirm');
  if (question === undefined) return next();
  const text = optionOf(event, 'confirm-text');
  let isAnswered: boolean | undefined;
  const answer = (isConfirmed: boolean): void => {
    if (isAnswered) return;
    isAnswered = true;
    if (isConfirmed) next();
    else withhold(event, declined, region);
  };
  const detail = { question, text, answer };
  const asked = new CustomEvent('skerry:confirm', { bubbles: true, cancelable: true, detail });
  if (event.element!.dispatchEvent(asked))
    answer(text === undefined ? confirm(question) : prompt(question) === text);
};
