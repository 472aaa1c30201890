/** The name that takes what has no room of its own. */
export const others = 'others';

const longestName = 128;

/** What is in a name for no reader: control characters, marks that reorder text, and halves of characters. */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Makes a text a name: printable, and at most 128 characters long. */
export const toName = (text: string): string =>
  text.slice(0, longestName).replace(unprintable, '\u{FFFD}');

/**
 * Values by name, at most so many: the first names have a value of their own, and all further ones share that of `others`, so
 * that no visitor can make names without end.
 */
export class BoundedNames<Value> {
  readonly #values = new Map<string, Value>();
  readonly #most: number;
  readonly #make: () => Value;

  /** @param most the number of names, besides `others` */
  constructor(most: number, make: () => Value) {
    this.#most = most;
    this.#make = make;
  }

  /** The value of a name, or of `others` if there is no room for it. */
  valueOf(name: string): Value {
    return this.#values.get(name) ?? this.#add(this.#values.size < this.#most ? name : others);
  }

  /** The value of a name, if it has one of its own. */
  find(name: string): Value | undefined {
    return this.#values.get(name);
  }

  /** All names with their values, oldest first. */
  entries(): IterableIterator<[string, Value]> {
    return this.#values.entries();
  }

  #add(name: string): Value {
    const known = this.#values.get(name);
    if (known !== undefined) return known;
    const made = this.#make();
    this.#values.set(name, made);
    return made;
  }
}
