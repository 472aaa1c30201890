// What follows is compiled, never run: each `@ts-expect-error` fails the build if the line under it compiles.
import type { HookPayloads, LiveContext, Locals, MountContext, PageProps } from './index.js';

declare module './index.js' {
  interface Locals {
    berth?: { readonly number: number };
  }
}

type Berth = { readonly number: number } | undefined;

// The members that an app declares are known in every place that reads locals.
export const berths = (
  page: PageProps,
  mount: MountContext,
  live: LiveContext<object>,
  request: HookPayloads['beforeRequest'],
  join: HookPayloads['beforeJoin'],
): Berth[] => [page, mount, live, request, join].map(({ locals }) => locals.berth);

export const fill = (locals: Locals): void => {
  locals.berth = { number: 3 };
  // @ts-expect-error -- a member of another type
  locals.berth = '3';
  // @ts-expect-error -- a member that nobody declared
  locals.pier = 3;
};

// @ts-expect-error -- the object itself is the request's: taps fill it and do not replace it
export const replace = (request: HookPayloads['beforeRequest']): void => void (request.locals = {});
