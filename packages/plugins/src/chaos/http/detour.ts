import { type Dispatcher, getGlobalDispatcher, setGlobalDispatcher } from 'undici';

type Dispatch = Dispatcher['dispatch'];

/** The dispatcher that stands for one that has left. A registered symbol: another copy of chaos in the process knows it too. */
const former = Symbol.for('skerry.chaos.former');

/**
 * The way of a dispatcher in front of the one that all requests take. It may leave in any order with others: when an app starts again,
 * the new one begins before the old one stops.
 */
export class Detour {
  #former = getGlobalDispatcher();
  readonly #isForeign: (options: Dispatcher.DispatchOptions) => boolean;
  #own: Dispatcher | undefined;
  #isOver = false;

  /** @param isForeign tells which requests are none of its business, and go to the former dispatcher */
  constructor(isForeign: (options: Dispatcher.DispatchOptions) => boolean) {
    this.#isForeign = isForeign;
  }

  /** The interceptor that lets requests go where they went before: those of others, and all once it has left. */
  readonly passRequests =
    (dispatch: Dispatch): Dispatch =>
    (options, handler) =>
      this.#isOver || this.#isForeign(options)
        ? standing(this.#former).dispatch(options, handler)
        : dispatch(options, handler);

  /** Puts a dispatcher in the way. */
  enter(own: Dispatcher): void {
    this.#own = own;
    setGlobalDispatcher(own);
  }

  /** Takes the dispatcher out of the way, and puts back the former one unless another stands before it. */
  leave(): void {
    if (!this.#own || this.#isOver) return;
    this.#isOver = true;
    // Those that have left keep hold of none that left before them.
    this.#former = standing(this.#former);
    Reflect.set(this.#own, former, this.#former);
    if (getGlobalDispatcher() === this.#own) setGlobalDispatcher(this.#former);
  }
}

/** The dispatcher itself, or the first behind it that has not left. */
function standing(dispatcher: Dispatcher): Dispatcher {
  let found = dispatcher;
  for (let next: unknown = found; next; next = Reflect.get(found, former))
    found = next as Dispatcher;
  return found;
}
