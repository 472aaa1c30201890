/** Marks the result of `defineLive`, so that JSX knows it without knowing live views. */
export const liveView = Symbol('skerry.live-view');

/** A live view used as a tag: mounted in its place. */
export class LiveElement {
  constructor(
    readonly view: unknown,
    readonly props: Record<string, unknown>,
  ) {}
}
