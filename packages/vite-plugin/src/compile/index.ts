export { browserOnly } from './browser-only.js';
export { checkBrowserCode } from './browser-code.js';
export { checkIslandsImport } from './islands-import.js';
export { compile, type CompileOptions } from './compile.js';
export { CompileError, Source } from './errors.js';
export { importedTags } from './imported-tags.js';
export { firstJsx } from './syntax.js';
