import type { SourceMapPayload } from 'node:module';
import { compileFunction } from 'node:vm';

import * as kit from '@skerry/kit';
import * as jsxRuntime from '@skerry/kit/jsx-runtime';
import * as template from '@skerry/kit/template';
import { transformWithOxc } from 'vite';

const modules: Record<string, object> = {
  '@skerry/kit': { ...kit, Fragment: jsxRuntime.Fragment },
  '@skerry/kit/jsx-runtime': jsxRuntime,
  '@skerry/kit/template': template,
};

/** Runs a module as Vite would, types stripped and what JSX is left in it given to the runtime; for tests. */
export async function evaluate(
  code: string,
  map?: object,
): Promise<{ view: unknown; map: SourceMapPayload }> {
  const jsx = { runtime: 'automatic', importSource: '@skerry/kit' } as const;
  const stripped = await transformWithOxc(code, 'view.tsx', { jsx, sourcemap: true }, map);
  const script = stripped.code
    .replace(/^import \{(.*)\} from "(.*)";$/gm, (_, names: string, from: string) => {
      return `const {${names.replaceAll(' as ', ': ')}} = modules["${from}"];`;
    })
    .replace(/^export const/gm, '/*****/const');
  const run = compileFunction(`${script}\nreturn view;`, ['modules'], { filename: 'view.js' });
  return { view: run(modules), map: stripped.map as SourceMapPayload };
}
