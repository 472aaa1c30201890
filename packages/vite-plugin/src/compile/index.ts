export { compile, type Compiled, type CompileOptions } from './compile.js';
export { CompileError } from './errors.js';
