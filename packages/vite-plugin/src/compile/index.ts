export { browserOnly } from './browser-only.js';
export { checkBrowserCode } from './browser-code.js';
export { compile, type CompileOptions } from './compile.js';
export { CompileError } from './errors.js';
