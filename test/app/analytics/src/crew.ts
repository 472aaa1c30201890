/** The sessions of the crew. */
export const crew = new Set<string>();
