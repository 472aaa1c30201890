/** Texts that were made from others, as many as fit; the least recently used go first. */
export class TextCache {
  readonly #texts = new Map<string, string>();
  #length = 0;

  /** @param maxLength characters of all texts and their sources; one of a quarter of that is not kept */
  constructor(readonly maxLength: number) {}

  /** Characters that it holds. */
  get length(): number {
    return this.#length;
  }

  /** The text that is made from another. */
  get(source: string, make: () => string): string {
    const known = this.#texts.get(source);
    if (known !== undefined) this.#remove(source, known);
    const text = known ?? make();
    if (source.length + text.length > this.maxLength / 4) return text;
    this.#texts.set(source, text);
    this.#length += source.length + text.length;
    for (const [oldest, its] of this.#texts) {
      if (this.#length <= this.maxLength) break;
      this.#remove(oldest, its);
    }
    return text;
  }

  #remove(source: string, text: string): void {
    this.#texts.delete(source);
    this.#length -= source.length + text.length;
  }
}
