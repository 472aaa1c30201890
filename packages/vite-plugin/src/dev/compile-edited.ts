import {
  type DevEnvironment,
  type EnvironmentModuleNode,
  type HotUpdateOptions,
  isRunnableDevEnvironment,
} from 'vite';

/** A file that does not compile. */
export interface CompileFailure {
  readonly file: string;
  readonly error: unknown;
}

/** Compiles the modules of an edited file, and what it concerns, so that a fault is known before anything is replaced. */
export async function compileAll(
  environment: DevEnvironment,
  { type, file, read }: HotUpdateOptions,
  modules: Iterable<EnvironmentModuleNode>,
): Promise<CompileFailure[]> {
  const failures = new Map<string, unknown>();
  const tryWork = async (of: string | null, work: () => unknown): Promise<void> => {
    try {
      await work();
    } catch (error) {
      failures.set(of ?? file, error);
    }
  };
  // Waits for an editor that has emptied the file and not yet written it.
  if (type !== 'delete') await tryWork(file, read);
  for (const module of modules)
    if ((type !== 'delete' || module.file !== file) && hasCode(module, environment))
      await tryWork(module.file, () => environment.transformRequest(module.url));
  return Array.from(failures, ([of, error]) => ({ file: of, error }));
}

/** Tells whether a module has code: of a file that is imported as text, Vite watches the file itself, too. */
const hasCode = ({ id, file }: EnvironmentModuleNode, environment: DevEnvironment): boolean =>
  id !== file ||
  /\.[cm]?[jt]sx?$/.test(file ?? '') ||
  (isRunnableDevEnvironment(environment) &&
    environment.runner.evaluatedModules.getModuleById(file ?? '') !== undefined);
