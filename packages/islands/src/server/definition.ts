/** Marks the definition of an island on the server. */
export const island: unique symbol = Symbol.for('skerry.island') as never;

/**
 * Puts the root of an island, an element of its framework, inside another one.
 *
 * @param isElement tells elements of that framework from other values
 */
export type WrapIsland = (
  island: unknown,
  framework: 'preact' | 'react',
  isElement: (value: unknown) => boolean,
) => unknown;

/** Renders components of one framework to HTML. */
export interface Renderer {
  /**
   * Renders a component; synchronous. Throws what the component throws.
   *
   * @param slots the names of props that are replaced by a `<skerry-slot>`, each with the HTML inside
   * @param ids the prefix of the ids that the component makes, see `idPrefix`
   * @param isInRegion true if `useLive` finds a region
   * @param wrap puts the component inside another one
   */
  render(
    component: unknown,
    props: Readonly<Record<string, unknown>>,
    slots: ReadonlyMap<string, string>,
    ids: string,
    isInRegion?: boolean,
    wrap?: WrapIsland,
  ): string;
}

/** An island on the server. */
export interface IslandDefinition {
  readonly [island]: true;
  /** Path of its file under `src`, without `.tsx`; for an island of a package, the specifier that imports it. */
  readonly name: string;
  readonly renderer: Renderer | undefined;
  /** The packages that its file imports. */
  readonly packages: readonly string[];
  /** Its component, once it is loaded. Never is, if only browsers run it. */
  component?: unknown;
  /** The error that its module threw, if it could not be loaded. */
  failure?: { readonly thrown: unknown };
}

/** The parts of an island's definition. */
export interface IslandParts {
  readonly name: string;
  /** Absent if only browsers run the island. */
  readonly renderer?: Renderer;
  /** Imports its module. Absent if only browsers run the island. */
  readonly load?: () => Promise<{ default: unknown }>;
  readonly packages?: readonly string[];
}

/** The definitions whose modules are not loaded yet, with what loads them. */
const waiting = new Map<IslandDefinition, () => Promise<void>>();

/** Makes the definition of an island on the server; its users take it for the component. */
export function defineIsland({
  name,
  renderer,
  load,
  packages = [],
}: IslandParts): IslandDefinition {
  const definition: IslandDefinition = { [island]: true, name, renderer, packages };
  if (load)
    waiting.set(
      definition,
      once(() => loadComponent(definition, load)),
    );
  return definition;
}

/** Tells whether the module of an island is still to be loaded, by {@link loadIslands}. */
export const isWaiting = (definition: IslandDefinition): boolean => waiting.has(definition);

/**
 * Loads the modules of all islands that have been defined since, so that they can be rendered; `undefined` if there are none.
 * An island whose module throws keeps the failure: it fails where it is rendered, and nowhere else.
 */
export function loadIslands(): Promise<void> | undefined {
  if (waiting.size === 0) return undefined;
  return Promise.all([...waiting.values()].map((load) => load())).then(() => undefined);
}

async function loadComponent(
  definition: IslandDefinition,
  load: NonNullable<IslandParts['load']>,
): Promise<void> {
  try {
    definition.component = (await load()).default;
  } catch (thrown) {
    definition.failure = { thrown };
  }
  waiting.delete(definition);
}

const once = <T>(work: () => T): (() => T) => {
  let done: { value: T } | undefined;
  return () => (done ??= { value: work() }).value;
};
