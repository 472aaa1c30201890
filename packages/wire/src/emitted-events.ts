/**
 * The events that the live views of an app emit to their pages, by name, and the type of the payload of each. An app declares them; a
 * pattern stands for many names. `live.emit`, `on` of islands and listeners of the page are checked against it.
 *
 * @example
 * declare module '@skerry/kit' {
 *   interface EmittedEvents {
 *     sent: { readonly id: number };
 *     closed: undefined;
 *   }
 * }
 */
export interface EmittedEvents {}

/**
 * The rules for emitted events. By default one that {@link EmittedEvents} does not declare may be emitted, with any payload; an app
 * that declares all of its own has TypeScript refuse others.
 *
 * @example
 * declare module '@skerry/kit' {
 *   interface EmittedEventRules {
 *     strict: true;
 *   }
 * }
 */
export interface EmittedEventRules {}

type DeclaredEventName = keyof EmittedEvents & string;

/** The name of an emitted event, as {@link EmittedEventRules} has it. */
export type EmittedName = EmittedEventRules extends { strict: true }
  ? DeclaredEventName
  : DeclaredEventName | (string & {}); // oxlint-disable-line no-empty-object-type -- editors suggest the declared ones

/** The payload of an emitted event; `Otherwise` if it is not declared. */
export type EmittedPayload<Name, Otherwise = unknown> = Name extends keyof EmittedEvents
  ? EmittedEvents[Name]
  : Otherwise;

/** The payload of an emitted event as an argument, which may be left out where it may be `undefined`. */
export type EmittedArgument<Name> =
  undefined extends EmittedPayload<Name>
    ? [payload?: EmittedPayload<Name>]
    : [payload: EmittedPayload<Name>];

/** The declared events by the names under which a page hears them, with their payloads as `detail`. */
export type EmittedEventMap = {
  [Name in DeclaredEventName as `live:${Name}`]: CustomEventOf<EmittedEvents[Name]>;
};

// seam: only programs that read the types of the DOM have events
type CustomEventOf<Detail> = typeof globalThis extends {
  CustomEvent: new (type: string) => infer Known;
}
  ? Known & { readonly detail: Detail }
  : { readonly detail: Detail };
