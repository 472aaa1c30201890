/** The own markup of an island, cut where what stands in its slots belongs. */
export class IslandMarkup {
  constructor(
    /** What stands before, between and after the slots: one part more than there are slots. */
    readonly parts: readonly string[],
    /** Names of the slots that it has rendered, in order. */
    readonly slots: readonly string[],
  ) {}

  /** With its slots empty. */
  get html(): string {
    return this.parts.join('');
  }
}
