import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { createRunnableDevEnvironment, type Plugin } from 'vite';
import { ESModulesEvaluator } from 'vite/module-runner';

/** Lets server code import packages of CommonJS in development as a bundler does: all members by name, and the default export. */
export function commonJs(): Plugin {
  return {
    name: 'skerry:common-js',
    apply: 'serve',
    config: ({ environments }) =>
      environments?.ssr?.dev?.createEnvironment
        ? null
        : {
            environments: {
              ssr: {
                dev: {
                  createEnvironment: (name, config) =>
                    createRunnableDevEnvironment(name, config, {
                      runnerOptions: { evaluator: new Evaluator() },
                    }),
                },
              },
            },
          },
  };
}

const { cache } = createRequire(import.meta.url);

/** Node tells the names of a CommonJS module from its text, and so misses those that it sets as it runs. */
class Evaluator extends ESModulesEvaluator {
  override async runExternalModule(file: string): Promise<unknown> {
    const module = (await super.runExternalModule(file)) as object;
    const loaded = file.startsWith('file:') ? cache[fileURLToPath(file)] : undefined;
    return loaded ? withNames(module, loaded.exports) : module;
  }
}

function withNames(module: object, exports: unknown): object {
  if ((typeof exports !== 'object' && typeof exports !== 'function') || exports === null)
    return module;
  const { __esModule: isModule, default: own } = exports as Record<string, unknown>;
  return { ...module, ...exports, default: isModule && own !== undefined ? own : exports };
}
