import type { EmittedEventMap } from '@skerry/wire/emitted-events';

export type * from '@skerry/wire/emitted-events';

declare global {
  /** Elements, the document and the window hear what live views emit. */
  interface GlobalEventHandlersEventMap extends EmittedEventMap {}
}
