import { defineLive, event, For, list, type LiveView, type Plugin } from '@skerry/kit';
import type { App } from '@skerry/kit/server';
import { type AppModules, createTestApp } from '@skerry/kit/testing';
import { z } from 'zod';

import type { MonkeyEvent, MonkeyWorld } from '../src/chaos/monkey/options.js';

interface Note {
  id: number;
  text: string;
  isDone: boolean;
}

/** The mistakes that a notebook can have. */
export interface NotebookMistakes {
  /** Notes of all visitors are on every page. */
  shares?: boolean;
  /** What is shown depends on the number of renders. */
  drifts?: boolean;
}

const id = z.object({ id: z.number() });

/** A view with a list of notes, which are kept for each session. */
function notebook(mistakes: NotebookMistakes): LiveView {
  const kept = new Map<string, Note[]>();
  let renders = 0;
  let last = 0;
  const notesOf = (session: string): Note[] =>
    mistakes.shares ? [...kept.values()].flat() : (kept.get(session) ?? []);
  return defineLive(
    {
      mount: ({ session }) => ({ notes: list(notesOf(session.id), (note) => note.id), count: 0 }),
      events: {
        add: event(z.object({ text: z.string() }), (live, { text }) => {
          const { session, state } = live;
          const notes = [...(kept.get(session.id) ?? [])];
          const note = { id: ++last, text, isDone: false };
          kept.set(session.id, [...notes, note].slice(-5));
          const shown = mistakes.shares ? notesOf(session.id) : [...state.notes, note].slice(-20);
          live.assign({ notes: list(shown, (each) => each.id), count: state.count + 1 });
        }),
        toggle: event(id, (live, { id: key }) => {
          const { notes } = live.state;
          if (notes.has(key))
            live.assign({
              notes: notes.update(key, (note: Note) => ({ ...note, isDone: !note.isDone })),
            });
        }),
        remove: event(id, (live, { id: key }) => {
          const { notes } = live.state;
          if (notes.has(key)) live.assign({ notes: notes.remove(key) });
        }),
      },
    },
    ({ state }) => (
      <section>
        <b>{state.count}</b>
        {mistakes.drifts && <i>{renders++}</i>}
        <ul>
          <For each={state.notes} key={(note) => note.id}>
            {(note) => <li class={note.isDone ? 'done' : 'open'}>{note.text}</li>}
          </For>
        </ul>
      </section>
    ),
    'notebook',
  );
}

/** An app with a notebook on its only page. */
export function notebookApp(plugins: Plugin[], mistakes: NotebookMistakes = {}): App {
  const Notebook = notebook(mistakes);
  const silent = { info() {}, warn() {}, error() {} };
  const most = 1e6;
  const modules: AppModules = {
    config: {
      log: silent,
      plugins,
      limits: {
        eventRate: most,
        maxEventBurst: most,
        joinRate: most,
        frameRate: most,
        maxFrameBurst: most,
      },
    },
    routes: { 'index.tsx': { default: () => <Notebook /> } },
    views: { notebook: Notebook },
  };
  return createTestApp(modules);
}

/** A world of visitors with notebooks. */
export const notebookWorld = (
  mistakes: NotebookMistakes = {},
  more: readonly Plugin[] = [],
): MonkeyWorld => ({
  app: (plugins) => notebookApp([...more, ...plugins], mistakes),
  path: '/',
  events(visitor, random): MonkeyEvent {
    const { mark } = visitor;
    const rows = visitor.rows();
    const key = rows.length > 0 ? Number(random.pick(rows)) : 0;
    if (rows.length === 0 || random.chance(0.4))
      return { event: 'add', value: { text: `${mark} ${random.below(1_000_000)}` } };
    return { event: random.pick(['toggle', 'remove']), value: { id: key } };
  },
});
