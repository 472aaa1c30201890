/** The text of a binding, as `lv-click` has it: the name of an event, its options, and the JSON of its payload. */
export interface BindingText {
  event: string;
  /** As a query: `?debounce=300&queue=latest`; empty if there are none. */
  options: string;
  /** Empty if there is none. */
  json: string;
}

const binding = /^([^\s?]*)(\S*) ?([^]*)$/;

/** Reads the text of a binding. */
export function readBinding(text: string): BindingText {
  const [, event = '', options = '', json = ''] = binding.exec(text) ?? [];
  return { event, options, json };
}
