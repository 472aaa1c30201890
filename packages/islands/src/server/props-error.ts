/** A prop that cannot be sent to a browser. */
export class IslandPropsError extends TypeError {
  override readonly name = 'IslandPropsError';

  constructor(
    /** Name of the island. */
    readonly island: string,
    /** Its path in the props, such as `points[3].onClick`; empty for the props themselves. */
    readonly path: string,
    /** The value there, in words, such as `a function`. */
    readonly kind: string,
  ) {
    super(
      `The island "${island}" was given ${kind}${path && ` as \`${path}\``}, which cannot be sent to the browser. ` +
        'Pass data; handlers live inside the island, or use useLive().send.',
    );
  }
}
