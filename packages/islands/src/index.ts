/** The strategies by which an island may hydrate, as `client:<name>` directives. */
export const strategies = ['load', 'visible', 'idle', 'interaction', 'none'] as const;
