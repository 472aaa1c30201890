import { defineLive, event, For, list, type LiveContext } from '@skerry/kit';
import { z } from 'zod';

import { addLine, countVisitor, guestName, type Line, linesBefore } from '../chat.ts';

interface State {
  name: string;
  /** True once a browser shows the chat: until then nobody is told of the visitor. */
  isHere: boolean;
  here: string[];
  typing: string[];
  lines: ReturnType<typeof list<Line>>;
}

const page = 30;
/** The lines that a visitor keeps on the page as others come in; earlier ones come again on the way up. */
const most = 200;

/** Adds a line at the end. */
function withLine(lines: State['lines'], line: Line): State['lines'] {
  const longer = lines.append(line);
  const [oldest] = longer.size > most ? longer.keys() : [];
  return oldest === undefined ? longer : longer.remove(oldest);
}

/** Renames a visitor, or brings one in, and tells everybody. */
function arrive(live: LiveContext<State>, name: string): void {
  if (live.state.isHere) countVisitor(live.state.name, -1);
  const here = countVisitor(name, 1);
  live.assign({ name, isHere: true, here });
  live.publish('chat:here', here);
}

/** A chat for everybody on the playground. */
export default defineLive(
  {
    mount({ subscribe }): State {
      for (const topic of ['chat:line', 'chat:here', 'chat:typing']) subscribe(topic);
      return {
        name: guestName(),
        isHere: false,
        here: [],
        typing: [],
        lines: list<Line>(linesBefore(undefined, page), (line) => line.id),
      };
    },
    events: {
      say: event(z.object({ text: z.string().trim().min(1).max(500) }), (live, { text }) => {
        const line = addLine(live.state.name, text);
        live.assign({ lines: withLine(live.state.lines, line) });
        live.publish('chat:line', line);
        live.publish('chat:typing', { name: live.state.name, isTyping: false });
        live.resetForm();
      }),
      rename: event(z.object({ name: z.string().trim().min(1).max(30) }), (live, { name }) =>
        arrive(live, name),
      ),
      arrive: (live) => arrive(live, live.state.name),
      older(live) {
        const { lines } = live.state;
        const [first] = lines;
        const older = linesBefore(first?.id, page);
        live.assign({
          lines: older.reduceRight(
            (all, line) => (all.has(line.id) ? all : all.prepend(line)),
            lines,
          ),
        });
      },
      typing: (live) => live.publish('chat:typing', { name: live.state.name, isTyping: true }),
      rested: (live) => live.publish('chat:typing', { name: live.state.name, isTyping: false }),
    },
    messages: {
      'chat:line'(live, line: Line) {
        const { lines } = live.state;
        if (!lines.has(line.id)) live.assign({ lines: withLine(lines, line) });
      },
      'chat:here': (live, here: string[]) => live.assign({ here }),
      'chat:typing'(live, { name, isTyping }: { name: string; isTyping: boolean }) {
        const others = live.state.typing.filter((other) => other !== name);
        if (name !== live.state.name)
          live.assign({ typing: isTyping ? [...others, name] : others });
      },
    },
    unmount({ state, publish }) {
      if (state.isHere) publish('chat:here', countVisitor(state.name, -1));
    },
  },
  ({ state, on }) => (
    <section class="chat" aria-label="Chat" lv-intersect={on.arrive.once()}>
      <p class="chat-here">
        Here: <b>{state.here.join(', ') || 'nobody yet'}</b>
      </p>
      <div class="chat-scroll" role="group" aria-label="Lines" tabindex={0}>
        <ol class="chat-lines" lv-viewport-top={on.older()}>
          <For each={state.lines}>
            {(line) => (
              <li>
                <b>{line.from}</b> {line.text}
              </li>
            )}
          </For>
        </ol>
      </div>
      <p class="chat-typing" aria-live="polite">
        {state.typing.length > 0 && `${state.typing.join(', ')} writes…`}
      </p>
      <form class="chat-say" lv-submit={on.say()}>
        <label>
          Line{' '}
          <input
            name="text"
            autocomplete="off"
            maxlength={500}
            required={true}
            lv-input={on.typing.throttle(1000)}
            lv-keyup={on.rested.debounce(2000)}
          />
        </label>
        <button>Say</button>
      </form>
      <form class="chat-name" lv-submit={on.rename()}>
        <label>
          Your name{' '}
          <input name="name" autocomplete="off" maxlength={30} required={true} value={state.name} />
        </label>
        <button class="plain">Rename</button>
      </form>
    </section>
  ),
);
