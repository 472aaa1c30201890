import type { Island, IslandModule, IslandOptions, Props } from './island.js';
import { readProps } from './props.js';
import { Slots } from './slots.js';

/** The state of an island that needs more than plain props. */
export class State {
  readonly slots: Slots;
  /** True while changes are about to be rendered. */
  isUpdating = false;
  /** The latest data for the island. */
  #props: Props | undefined;
  /** The data that it or its markup shows, and the names of its slots. */
  #shown: [props: Props | undefined, slots: string] = [undefined, ''];

  constructor(readonly host: Island) {
    this.slots = new Slots(host);
    // At once: the content of slots would end as it leaves the page.
    const { fail } = host;
    host.fail = (error) => {
      this.slots.hold();
      fail.call(host, error);
    };
  }

  /** Takes over the changes that the region has brought so far. */
  async take(app: IslandOptions): Promise<void> {
    const { host } = this;
    const { patches = [], shown = 0 } = host;
    // From now on the state takes the changes.
    host.patches = [];
    host.shown = 0;
    const text = host.getAttribute('props')!;
    const before = await readProps(this.#props ?? text, patches.slice(0, shown), app);
    if (!this.#props || shown) this.#shown[0] = before;
    this.#props = await readProps(before, patches.slice(shown), app);
  }

  /** The first props of the island: those of its markup, if it has some. */
  given(island: IslandModule): Props {
    const { host } = this;
    if (host.getAttribute('on') === 'only') this.#clearFallback();
    const markup = host.firstChild;
    const slots = this.slots.give(island, markup);
    const props = markup ? this.#shown[0] : this.#props;
    this.#shown = [props, namesOf(slots)];
    return { ...props, ...slots };
  }

  /** Makes room for an island that has no markup of its own: its fallback waits in a holder, as slots do that it does not show. */
  #clearFallback(): void {
    this.slots.hold();
    this.host.replaceChildren();
  }

  /** Renders the latest data, unless the island shows it already. */
  render(island: IslandModule): void {
    const { host } = this;
    const slots = this.slots.give(island);
    const [props, names] = this.#shown;
    if (host.phase !== 'live' || (props === this.#props && names === namesOf(slots))) return;
    this.#shown = [this.#props, namesOf(slots)];
    host.show?.({ ...this.#props, ...slots });
  }
}

const namesOf = (slots: object): string => Object.keys(slots).join();

const states = new WeakMap<Island, State>();

export function stateOf(host: Island): State {
  const state = states.get(host) ?? new State(host);
  states.set(host, state);
  return state;
}
