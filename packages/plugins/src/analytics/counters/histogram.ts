/** The widest error of a value that a histogram gives back: 5 %. */
const accuracy = 0.05;
const growth = Math.log((1 + accuracy) / (1 - accuracy));
/** As many bins as values from 1 to 10⁹ need. */
const bins = Math.ceil(Math.log(1e9) / growth) + 2;
/** Bins that are added at a side where one is missing. */
const margin = 3;

/**
 * Counts values in bins that grow by a constant factor, so that quantiles are right within 5 % and the memory is the same
 * for one value and for a million: 4 bytes for each bin between the least and the greatest, less than a kilobyte in all. The bins are
 * those of DDSketch (Masson, Rim and Lee, VLDB 2019).
 */
export class Histogram {
  /** The counts of the bins from the first one on. */
  #counts = new Uint32Array(0);
  #first = 0;
  #count = 0;
  #sum = 0;

  /** The number of values. */
  get count(): number {
    return this.#count;
  }

  /** The mean of the values; 0 if there are none. */
  get mean(): number {
    return this.#count === 0 ? 0 : this.#sum / this.#count;
  }

  /** Adds a value; one below zero counts as zero. */
  addValue(value: number): void {
    this.#addToBin(binOf(value), 1);
    this.#count += 1;
    this.#sum += Math.max(0, value);
  }

  /** Replaces a value that was added before by its later one; does nothing if no such value is there. */
  replaceValue(former: number, value: number): void {
    const bin = binOf(former);
    if (!this.#counts[bin - this.#first]) return;
    this.#addToBin(bin, -1);
    this.#addToBin(binOf(value), 1);
    this.#sum = Math.max(0, this.#sum - former + value);
  }

  /** Adds all values of another histogram. */
  addHistogram(other: Histogram): void {
    const { length } = other.#counts;
    if (length === 0) return;
    this.#cover(other.#first, other.#first + length - 1);
    const from = other.#first - this.#first;
    // Reports add tens of thousands of histograms: an iterator would take five times as long.
    for (let i = 0; i < length; i++) this.#counts[from + i]! += other.#counts[i]!;
    this.#count += other.#count;
    this.#sum += other.#sum;
  }

  /** The least value that a share of all values do not exceed, within 5 %; 0 if there are none. @param share from 0 to 1 */
  quantileOf(share: number): number {
    let rest = Math.max(1, Math.ceil(share * this.#count));
    for (let i = 0; i < this.#counts.length; i++) {
      const count = this.#counts[i]!;
      rest -= count;
      if (count > 0 && rest <= 0) return valueOf(this.#first + i);
    }
    return 0;
  }

  #addToBin(bin: number, count: number): void {
    this.#cover(bin, bin);
    this.#counts[bin - this.#first]! += count;
  }

  /** Makes room for some bins, and for a few beside them. */
  #cover(first: number, last: number): void {
    if (this.#counts.length === 0) this.#first = first;
    const end = this.#first + this.#counts.length - 1;
    if (first >= this.#first && last <= end) return;
    const from = first < this.#first ? Math.max(0, first - margin) : this.#first;
    const to = last > end ? Math.min(bins - 1, last + margin) : end;
    const wider = new Uint32Array(to - from + 1);
    wider.set(this.#counts, this.#first - from);
    this.#counts = wider;
    this.#first = from;
  }
}

/** The bin of a value: the first holds those below 1, the last those above 10⁹. */
const binOf = (value: number): number =>
  value < 1 ? 0 : Math.min(bins - 1, 1 + Math.floor(Math.log(value) / growth));

/** The value in the middle of a bin, which differs from none in it by more than 5 %. */
const valueOf = (bin: number): number =>
  bin === 0 ? 0 : Math.exp((bin - 1) * growth) * (1 + accuracy);
