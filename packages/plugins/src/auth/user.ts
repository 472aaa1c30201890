/**
 * A user, as pages, regions and guards see it. An app adds its own members.
 *
 * @example
 * declare module '@skerry/plugins/auth' {
 *   interface User {
 *     name: string;
 *   }
 * }
 */
export interface User {
  /** Names the user for ever: sessions and records of the audit are under it. */
  readonly id: string;
  /** The roles that `require('admin')` asks for. */
  readonly roles?: readonly string[];
  /** True for a visitor whom nobody knows, and who has a user all the same; see `anonymous()`. */
  readonly isAnonymous?: true;
}
