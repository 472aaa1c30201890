import { isAnswered, untouched } from './fields.js';

/**
 * Fields of several options: selects, and groups of radio buttons, for which any of their buttons stands. A patch of
 * one option changes what the others show, so the visitor's choice is put back once a whole update is applied. Loaded
 * where a page has such fields.
 */
type Choice = HTMLSelectElement | HTMLInputElement;
type Option = HTMLOptionElement | HTMLInputElement;

/** Choices that the visitor has made; any other follows its attributes by itself. */
const touched = new Set<Choice>();

/** Looks after a choice from now on, if the visitor has made it. */
export function touch(choice: Choice): void {
  const options = optionsOf(choice)();
  if (same(valuesOf(options.filter(isPicked)), byServer(choice, options))) return;
  for (const option of options) touched.delete(option as HTMLInputElement);
  touched.add(choice);
}

/** Notes all choices before an update; the function it returns settles them after. */
export function holdChoices(answer?: object): () => void {
  const held = [...touched].map((choice) => hold(choice, answer));
  return () => held.forEach((settle) => settle());
}

/** Notes what the visitor chose; the function it returns shows that again, or what the server says where that wins. */
function hold(choice: Choice, answer?: object): () => void {
  const optionsNow = optionsOf(choice);
  const options = optionsNow();
  const picks = options.filter(isPicked);
  const picked = valuesOf(picks);
  const before = byServer(choice, options);
  const isAnswer = isAnswered(isSelect(choice) ? choice : (picks[0] as HTMLInputElement), answer);
  return () => {
    const now = optionsNow();
    const after = byServer(choice, now);
    const isEdited = !same(picked, before);
    const isAnsweredNow = isAnswer && !same(before, after);
    const exists = picked.every((value) => valuesOf(now).includes(value));
    show(now, isEdited && !isAnsweredNow && exists ? picked : after);
    if (choice.isConnected) return;
    touched.delete(choice);
    if (!isSelect(choice) && now[0]) touched.add(now[0] as HTMLInputElement);
  };
}

const isSelect = (choice: Choice): choice is HTMLSelectElement => choice.localName === 'select';

/** A way to the options of a choice that holds even when the radio button that stands for it is gone. */
function optionsOf(choice: Choice): () => Option[] {
  if (isSelect(choice)) return () => [...choice.options];
  const { form, name } = choice;
  return () =>
    ([...Document.prototype.getElementsByName.call(document, name)] as HTMLInputElement[]).filter(
      (other) => other.type === 'radio' && other.form === form,
    );
}

const isPicked = (option: Option): boolean =>
  'selected' in option ? option.selected : option.checked;

const valuesOf = (options: Option[]): string[] => options.map(({ value }) => value);

/** What would be chosen had nobody touched it. */
const byServer = (choice: Choice, options: Option[]): string[] =>
  valuesOf(
    isSelect(choice)
      ? [...untouched(choice).selectedOptions]
      : (options as HTMLInputElement[]).filter((radio) => radio.defaultChecked),
  );

function show(options: Option[], values: string[]): void {
  for (const option of options) {
    const on = values.includes(option.value);
    if ('selected' in option) option.selected = on;
    else option.checked = on;
  }
}

const same = (a: string[], b: string[]): boolean => a.join('\n') === b.join('\n');
