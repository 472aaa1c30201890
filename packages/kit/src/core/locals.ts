/**
 * The data of one request or one connection that guards share with pages, layouts, endpoints, views and taps. An app declares
 * its members; a member that a guard may leave out is optional.
 *
 * @example
 * declare module '@skerry/kit' {
 *   interface Locals {
 *     user?: User;
 *   }
 * }
 */
export interface Locals {}
