/** The components around the one that failed, innermost first. */
const paths = new WeakMap<object, string[]>();

/** Notes a component, or a live view, that something was thrown through. */
export function noteComponent(thrown: unknown, name: string | undefined): void {
  if (typeof thrown !== 'object' || thrown === null || !name) return;
  const path = paths.get(thrown) ?? [];
  // A component may have several templates.
  if (path.at(-1) !== name) path.push(name);
  paths.set(thrown, path);
}

/** The components that an error was thrown through, outermost first. */
export const componentPath = (error: object): readonly string[] =>
  [...(paths.get(error) ?? [])].reverse();
