export { contentLanguage, languageOf } from '@skerry/wire';

export { attributeText } from './attributes.js';
export { bindingOptions, fieldBindings, otherBindings } from './binding.js';
export { component } from './component.js';
export {
  headings,
  preformatted,
  tableContainers,
  tableParents,
  textElements,
  voidElements,
  words,
} from './elements.js';
export { escapeHtml } from './escape.js';
export {
  attribute,
  attributes,
  child,
  content,
  ignored,
  key,
  keyed,
  only,
  table,
  render,
  type Template,
  template,
} from './template.js';
