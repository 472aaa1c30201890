/** Marks the definition of an island on the server. */
export const island: unique symbol = Symbol.for('skerry.island') as never;

/** Renders components of one framework to HTML. */
export interface Renderer {
  /**
   * Renders a component; synchronous. Throws what the component throws.
   *
   * @param slots the names of props that are replaced by a `<skerry-slot>`, each with the HTML inside
   * @param ids the prefix of the ids that the component makes, see `idPrefix`
   */
  render(
    component: unknown,
    props: Readonly<Record<string, unknown>>,
    slots: ReadonlyMap<string, string>,
    ids: string,
  ): string;
}

/** An island on the server: its component, and what renders it. */
export interface IslandDefinition {
  readonly [island]: true;
  /** Path of its file under `src`, without `.tsx`; for an island of a package, the specifier that imports it. */
  readonly name: string;
  readonly component: unknown;
  readonly renderer: Renderer;
}

/** Makes the definition of a component on the server; its users take it for the component. */
export const defineIsland = <Component>(
  component: Component,
  { name, renderer }: { name: string; renderer: Renderer },
): Component => {
  const definition: IslandDefinition = { [island]: true, name, component, renderer };
  // seam: pages and live views use it as a tag, and never call it
  return definition as Component & IslandDefinition;
};
