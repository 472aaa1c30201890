export { defineCollection } from './collection.js';
export type { Collection, CollectionOptions, Entry } from './collection.js';
