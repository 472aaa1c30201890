/** @jsxImportSource @skerry/kit */
// This file is compiled, never run: each `@ts-expect-error` fails the build if the line under it compiles.
import { z } from 'zod';

import { defineLive, event } from '../live/author/define.js';

const text = z.string();
const number = z.number();

// Bindings that complete a payload take an event without one, if they complete all of it.
export const Bound = defineLive(
  {
    mount: () => ({}),
    events: {
      key: event(z.object({ key: text }), () => {}),
      keyed: event(z.object({ key: text, at: number.optional() }), () => {}),
      at: event(z.object({ x: number, y: number }), () => {}),
      size: event(z.object({ width: number }), () => {}),
      pick: event(z.object({ id: text }), () => {}),
      moved: event(z.object({ key: text, id: text }), () => {}),
      none: () => {},
    },
  },
  ({ on }) => (
    <div>
      <p lv-keydown={on.key.key('Enter')} lv-keyup={on.keyed.debounce(3)} />
      <p lv-window-keydown={on.key.throttle(3)} lv-window-keyup={on.none.key('Enter')} />
      <p lv-window-scroll={on.at.throttle(200)} lv-window-resize={on.size.debounce(100)} />
      <p lv-keydown={on.key({ key: 'a' }).key('a')} lv-window-scroll={on.none.throttle(1)} />
      <p lv-keydown={on.moved.with({ id: 'a' }).key('a')} lv-window-resize="size?debounce=3" />
      <input lv-input={on.pick.debounce(3)} lv-blur={on.moved.queue('drop')} name="id" />
      {/* What `lv-value-` adds no type knows. */}
      <button lv-click={on.pick.with({}).throttle(3)} lv-value-id={7} />
      <p lv-intersect={on.pick.with({}).once()} lv-value-id={7} />
      {/* @ts-expect-error -- a click completes no payload */}
      <button lv-click={on.pick.throttle(3)} lv-value-id={7} />
      {/* @ts-expect-error -- nor does coming into view */}
      <p lv-intersect={on.pick.once()} lv-value-id={7} />
      {/* @ts-expect-error -- keys have no `id` */}
      <p lv-keydown={on.moved.key('Enter')} />
      {/* @ts-expect-error -- keys have no place */}
      <p lv-window-keydown={on.at.key('Enter')} />
      {/* @ts-expect-error -- a place has no key */}
      <p lv-window-scroll={on.key.throttle(3)} />
      {/* @ts-expect-error -- a size is no place */}
      <p lv-window-resize={on.at.throttle(3)} />
      {/* A form and a field complete any payload; an event that is not called has none of its own. */}
      <form lv-submit={on.pick()} lv-change={on.moved()} lv-input={on.moved} />
      <input lv-change={on.pick} lv-focus={on.none} lv-blur={on.none()} name="id" />
      <p lv-keydown={on.key} lv-window-scroll={on.at()} lv-click={on.none} />
      {/* @ts-expect-error -- a click completes no payload */}
      <button lv-click={on.pick()} />
      {/* @ts-expect-error -- nor does it if the event is not called */}
      <button lv-click={on.pick} />
      {/* @ts-expect-error -- keys have no `id` */}
      <p lv-keydown={on.moved()} />
      {/* @ts-expect-error -- no event of a view */}
      <form lv-submit={() => {}} />
    </div>
  ),
);
