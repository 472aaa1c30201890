/** Data that `live.load` loads into the state. */
export type Loadable<T> =
  | { readonly status: 'pending'; readonly value?: T }
  | { readonly status: 'ready'; readonly value: T }
  | {
      readonly status: 'failed';
      /** Text for the visitor. */
      readonly error: string;
      /** The event that loads it again: `<button lv-click={tide.retry}>`. */
      readonly retry?: string;
      readonly value?: T;
    };

/** A load that failed, as error boundaries receive it. Its message is for the visitor. */
export class LoadFailure extends Error {
  /** The event that loads the data again, for `lv-click`. */
  readonly retry: string | undefined;

  constructor({ error, retry }: Loadable<unknown> & { status: 'failed' }) {
    super(error);
    this.name = 'LoadFailure';
    this.retry = retry;
  }
}
