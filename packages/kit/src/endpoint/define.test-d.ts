// What follows is compiled, never run: each `@ts-expect-error` fails the build if the line under it compiles.
import type { HTTPEvent } from 'h3';
import { z } from 'zod';

import {
  defineEndpoint,
  type EndpointContext,
  type EndpointEvent,
  type EndpointHandler,
  type ParamsOf,
} from '../index.js';

type Equal<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <A, B>(isEqual: Equal<A, B>): void => void isEqual;

same<ParamsOf<'/'>, {}>(true);
same<ParamsOf<'/posts/:slug'>, { slug: string }>(true);
same<ParamsOf<'/posts/:slug.json'>, { slug: string }>(true);
same<ParamsOf<'/posts/:slug/edit/:part'>, { slug: string; part: string }>(true);
same<ParamsOf<'/files/*path'>, { path: string }>(true);
same<ParamsOf<'/rss.xml'>, {}>(true);
same<ParamsOf<string>, Record<string, string>>(true);

defineEndpoint('/posts/:slug', async ({ params, body, query, cookies, publish, usage }) => {
  same<typeof params, { slug: string }>(true);
  // @ts-expect-error -- a param that the path does not have
  void params.id;
  const { stars } = await body(z.object({ stars: z.coerce.number() }));
  same<typeof stars, number>(true);
  same<Awaited<ReturnType<typeof query<z.ZodString>>>, string>(true);
  same<ReturnType<typeof cookies.get>, string | undefined>(true);
  same<ReturnType<typeof usage>['connections'], number>(true);
  publish('likes', stars);
  // @ts-expect-error -- a topic is a text
  publish(1);
  // @ts-expect-error -- `Lax` is written in lower case
  cookies.set('a', '1', { sameSite: 'Lax' });
  return { ok: true };
});

export const GET: EndpointHandler<'/posts/:slug'> = (event) => {
  same<typeof event.context.params, { slug: string }>(true);
  event.context.publish('a');
  event.res.status = 201;
  // Functions of h3 take the event.
  const ofH3: HTTPEvent = event;
  return [event.req.ip, event.url.pathname, ofH3];
};

export const POST = ({ context: { session, locals, health } }: EndpointEvent): unknown => [
  session.id,
  locals,
  health().loopDelay.max,
];

// Nothing is `any`.
type Members = EndpointContext[keyof EndpointContext];
type IsAny<T> = 0 extends 1 & T ? true : false;
same<IsAny<Members>, false>(true);
