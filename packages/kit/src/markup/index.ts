export { MarkupInspector } from './inspector.js';
