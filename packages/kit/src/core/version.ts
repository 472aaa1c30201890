/** The version of `@skerry/kit`, as its package.json has it: plugins ask for a range of it. */
export const version = '0.1.0';
