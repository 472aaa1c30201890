/** What a file says of its JSX. */
export interface JsxPragmas {
  /** The value of `@jsxRuntime`. */
  readonly mode: string | undefined;
  /** The value of `@jsxImportSource`. */
  readonly runtime: string | undefined;
}

/** What may be before the first statement of a file: space, comments and directives such as `'use client'`. */
const beforeCode = /^(?:\s+|#!.*|\/\/.*|\/\*[^]*?\*\/|'[^'\n]*';?|"[^"\n]*";?)/;

/** Reads the pragmas of a file where TypeScript and compilers look for them: in block comments before the first statement. */
export function jsxPragmas(code: string): JsxPragmas {
  let comments = '';
  if (code.includes('@jsx'))
    for (let rest = code, text; (text = beforeCode.exec(rest)?.[0]); rest = rest.slice(text.length))
      if (text.startsWith('/*')) comments += text;
  return { mode: lastOf('@jsxRuntime', comments), runtime: lastOf('@jsxImportSource', comments) };
}

/** The word after the last mention of a pragma. */
function lastOf(pragma: string, comments: string): string | undefined {
  const words = comments.split(/[\s*]+/);
  return words[words.lastIndexOf(pragma) + 1 || words.length];
}

/** The runtime of JSX that a file names itself. */
export const namedRuntime = (code: string): string | undefined => jsxPragmas(code).runtime;
