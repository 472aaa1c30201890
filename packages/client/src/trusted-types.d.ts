/** What the client uses of Trusted Types; TypeScript's own library has no types for them. */
interface Window {
  /** Absent in browsers without them. */
  readonly trustedTypes?: {
    createPolicy(
      name: string,
      rules: { createHTML(markup: string): string },
    ): { createHTML(markup: string): string };
  };
}
