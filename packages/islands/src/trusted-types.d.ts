/** What islands use of Trusted Types; TypeScript's own library has no types for them. */
interface Window {
  /** Absent in browsers without them. */
  readonly trustedTypes?: { readonly emptyHTML: unknown };
}
