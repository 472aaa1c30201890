import { fail } from '../../core/errors.js';
import type { Services } from '../services.js';
import type { RegionCore } from './parts.js';
import { KeyedList } from '../../template/list/keyed-list.js';
import { type Measured, type MeasuredRegion, measureRegion, type Size } from './measure.js';

type State = Readonly<Record<string, unknown>>;

/** The services that bound what regions hold. */
export interface RoomServices extends Services {
  /** Lets other regions of its session go, so that a region may hold so much; `false` where that is not enough. */
  makeRoom(region: RegionCore, bytes: number): boolean;
  /** Takes note of a region that was measured. */
  resized(region: RegionCore): void;
}

/** A region on a scale. */
interface WeighedRegion extends MeasuredRegion {
  readonly services: RoomServices;
}

/** Work that measuring is at least; each change of the state pays for one, so that a counter is measured once in some 250. */
const fixedWork = 400;
/** Bytes sent or received that pay for as much. */
const bytesPerWork = 64;

/**
 * Knows about how much a region holds. Measuring costs more than most turns, so it is done where it was paid for: by
 * changes, and by bytes that came and went.
 */
export class Scale {
  /** What the region held when it was measured last. */
  size: Size = { bytes: 0, large: undefined };
  readonly #region: WeighedRegion;
  /** The part of it that is what the region shows. */
  #shown = 0;
  #due = false;
  #paid = 0;
  #price = 0;
  /** Lengths of the members of the state, when it was measured last. */
  #lengths = 0;

  constructor(region: WeighedRegion) {
    this.#region = region;
  }

  /** Takes note of bytes that were sent to the region's browser, or that came from it. */
  moved(bytes: number): void {
    this.#paid += bytes / bytesPerWork;
  }

  /** Lets the first state in. @throws SkerryError `region-too-large`, `session-too-large` */
  begin(state: State): void {
    const measured = measureRegion(this.#region, state);
    this.#check(measured);
    this.#take(measured, state);
  }

  /**
   * Lets another state in; measures it where that was paid for, or where it has grown at a glance.
   *
   * @throws SkerryError `region-too-large`, `session-too-large`
   */
  admit(state: State): void {
    this.#paid++;
    if (this.#paid < this.#price && lengthsOf(state) <= 2 * this.#lengths + 1_000) return;
    this.#due = true;
    this.#check(measureRegion(this.#region, state));
  }

  /** The state that was let in is the region's now, and shown: measures all of it, where it is time to. */
  settle(): void {
    if (this.#due) this.weigh();
  }

  /** Measures the region as it is. */
  weigh(): void {
    const { state } = this.#region;
    this.#take(measureRegion(this.#region, state), state);
  }

  /** @param measured without what is shown, which the new state has not changed yet */
  #check(measured: Measured): void {
    const { view, services } = this.#region;
    const { maxRegionBytes, maxSessionBytes } = services.limits;
    const bytes = measured.bytes + this.#shown;
    if (bytes > maxRegionBytes) {
      const { largest } = measured;
      throw fail('region-too-large', { view: view.id, bytes, limit: maxRegionBytes, largest });
    }
    if (!services.makeRoom(this.#region, bytes))
      throw fail('session-too-large', { view: view.id, bytes, limit: maxSessionBytes });
  }

  #take({ bytes, large, shown, work }: Measured, state: State): void {
    this.size = { bytes, large };
    this.#shown = shown;
    this.#due = false;
    this.#paid = 0;
    this.#price = fixedWork + work;
    this.#lengths = lengthsOf(state);
    this.#region.services.resized(this.#region);
  }
}

/** Lengths of the members of a state that have one. */
function lengthsOf(state: State): number {
  let lengths = 0;
  for (const name in state) {
    const member = state[name];
    if (typeof member === 'string' || Array.isArray(member)) lengths += member.length;
    else if (member instanceof KeyedList) lengths += member.size;
  }
  return lengths;
}
