/** Marks the result of `defineLive`, so that JSX knows it without knowing live views. */
export const liveView = Symbol('skerry.live-view');

/** A live view used as a tag: mounted in its place. */
export class LiveElement {
  constructor(
    readonly view: unknown,
    readonly props: Record<string, unknown>,
  ) {}
}

/** An event of a live view with its payload, as `on.increment({ by: 1 })` makes it: the value of an `lv-` attribute. */
export class Binding {
  #text: string | undefined;

  constructor(
    readonly event: string,
    readonly payload?: unknown,
  ) {}

  /** The attribute's text: the name, and the payload as JSON behind a space. */
  toString(): string {
    this.#text ??=
      this.payload === undefined ? this.event : `${this.event} ${JSON.stringify(this.payload)}`;
    return this.#text;
  }
}
