/**
 * The prefix of the ids that an island makes (`useId`): the same on the server and in the browser, and no other
 * island of the page has it. It has no spaces, and selectors need no escapes for it. It is a module of the islands' own, so that
 * pages with islands of one framework do not load the other's for it.
 *
 * @param region id of the element around that hosts a region, empty where there is none
 * @param at the path of the island in that region, or on the page
 */
export const idPrefix = (region: string, at: string): string =>
  `${region}/${at}`.replace(/[^\w-]|_/g, (character) => `_${character.charCodeAt(0)}_`);
