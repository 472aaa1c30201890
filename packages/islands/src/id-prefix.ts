/**
 * What the ids that an island makes (`useId`) begin with: the same on the server and in the browser, and no other
 * island of the page has it. It has no spaces, and selectors need no escapes for it.
 *
 * @param region id of the element around that hosts a region, empty where there is none
 * @param at where the island stands in that region, or on the page
 */
export const idPrefix = (region: string, at: string): string =>
  `${region}/${at}`.replace(/[^\da-z-]/gi, (character) => `_${character.charCodeAt(0)}_`);
