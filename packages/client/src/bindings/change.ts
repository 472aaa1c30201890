import type { Core } from './bindings.js';

/** `lv-change`: a field, or a field of a form, has a new value. */
export const listen = ({ bindEvents, sendField }: Core): void => bindEvents('change', sendField);
