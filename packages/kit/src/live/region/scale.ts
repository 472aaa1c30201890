import { fail } from '../../core/errors.js';
import type { Services } from '../services.js';
import type { RegionCore } from './parts.js';
import { KeyedList } from '../../template/list/keyed-list.js';
import { type Measured, type MeasuredRegion, measureRegion, type Size } from './measure.js';

type State = Readonly<Record<string, unknown>>;

/** The services that bound what regions hold. */
export interface RoomServices extends Services {
  /** Ends other regions of its session until this one may hold so many bytes; `false` if it still may not. */
  makeRoom(region: RegionCore, bytes: number): boolean;
  /** Notes that a region was measured. */
  resized(region: RegionCore): void;
}

/** A region that is measured now and then. */
interface WeighedRegion extends MeasuredRegion {
  readonly services: RoomServices;
}

/** The least work of a measurement; each change of the state pays for one unit, so that a counter is measured once in about 250 changes. */
const fixedWork = 400;
/** Bytes sent or received that pay for one unit of work. */
const bytesPerWork = 64;

/**
 * Estimates the memory of a region. Measuring costs more than most turns, so changes and transferred bytes pay for it, and it
 * is done once enough is paid.
 */
export class Scale {
  /** The size at the last measurement. */
  size: Size = { bytes: 0, large: undefined };
  readonly #region: WeighedRegion;
  /** The part of that size that is the shown tree. */
  #shown = 0;
  #due = false;
  #paid = 0;
  #price = 0;
  /** The lengths of the members of the state at the last measurement. */
  #lengths = 0;

  constructor(region: WeighedRegion) {
    this.#region = region;
  }

  /** Notes bytes that were sent to the region's browser, or received from it. */
  noteBytes(bytes: number): void {
    this.#paid += bytes / bytesPerWork;
  }

  /** Admits the first state. @throws SkerryError `region-too-large`, `session-too-large` */
  admitFirstState(state: State): void {
    const measured = measureRegion(this.#region, state);
    this.#check(measured);
    this.#take(measured, state);
  }

  /**
   * Admits another state; measures it if that is paid for, or if it has obviously grown.
   *
   * @throws SkerryError `region-too-large`, `session-too-large`
   */
  admitState(state: State): void {
    this.#paid++;
    if (this.#paid < this.#price && lengthsOf(state) <= 2 * this.#lengths + 1_000) return;
    this.#due = true;
    this.#check(measureRegion(this.#region, state));
  }

  /** Notes that the admitted state is committed and shown; measures the region if that is due. */
  settleState(): void {
    if (this.#due) this.weighRegion();
  }

  /** Measures the region now. */
  weighRegion(): void {
    const { state } = this.#region;
    this.#take(measureRegion(this.#region, state), state);
  }

  /** @param measured excludes the shown tree, which the new state has not changed yet */
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

/** The sum of the lengths of the members of a state. */
function lengthsOf(state: State): number {
  let lengths = 0;
  for (const name in state) {
    const member = state[name];
    if (typeof member === 'string' || Array.isArray(member)) lengths += member.length;
    else if (member instanceof KeyedList) lengths += member.size;
  }
  return lengths;
}
