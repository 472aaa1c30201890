export { browserOnly } from './browser-only.js';
export { checkBrowserCode } from './browser-code.js';
export { checkIslandsImport } from './islands-import.js';
export { compile, type CompileOptions } from './compile.js';
export { CompileError, type Place, Source, type Span } from './errors.js';
export { importedTags } from './imported-tags.js';
export { parse } from './parse.js';
export { firstJsx, innerNodes, type Node, unwrap } from './syntax.js';
