export { compile } from './compile.js';
export { CompileError } from './errors.js';
