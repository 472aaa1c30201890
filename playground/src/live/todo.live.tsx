import {
  defineLive,
  event,
  For,
  form,
  list,
  type LiveContext,
  type MountContext,
} from '@skerry/kit';
import { z } from 'zod';

import { keepTasks, type Task, tasksOf } from '../todo.ts';

export type Show = 'all' | 'open' | 'done';

const schema = z.object({
  title: z.string().trim().min(1, 'Say what is to be done.').max(80, 'At most 80 characters.'),
});
const adding = form(schema);
const editing = form(schema);
const most = 50;

const id = z.object({ id: z.number().int() });

type Tasks = ReturnType<typeof list<Task>>;
interface State {
  show: Show;
  tasks: Tasks;
  adding: ReturnType<typeof adding.start>;
  editing: ReturnType<typeof editing.start>;
  edited: number | null;
  /** The last task that was removed, and the one that it stood before. */
  removed: { task: Task; before: string | null } | null;
}

function change(live: LiveContext<State>, tasks: Tasks, more: Partial<State> = {}): void {
  keepTasks(live.session.id, tasks);
  live.assign({ tasks, ...more });
}

const isShown = ({ isDone }: Task, show: Show): boolean =>
  show === 'all' || isDone === (show === 'done');

/** The tasks of a visitor. */
export default defineLive(
  {
    mount: ({ props, session }: MountContext<{ show?: Show }>): State => ({
      show: props.show ?? 'all',
      tasks: list(tasksOf(session.id), (task) => task.id),
      adding: adding.start({ title: '' }),
      editing: editing.start({ title: '' }),
      edited: null,
      removed: null,
    }),
    events: {
      check: adding.check('adding'),
      add: adding.submit('adding', (live, { title }, own) => {
        const { tasks } = live.state;
        if (tasks.size >= most) return own.error(`${most} tasks are enough. Do one first.`);
        const last = Math.max(0, ...tasks.keys().map(Number));
        change(live, tasks.append({ id: last + 1, title, isDone: false }));
        own.reset();
      }),
      toggle: event(id, (live, { id }) => {
        const { tasks } = live.state;
        if (tasks.has(id))
          change(
            live,
            tasks.update(id, (task) => ({ ...task, isDone: !task.isDone })),
          );
      }),
      edit: event(id, (live, { id }) => {
        const task = live.state.tasks.get(id);
        if (task) live.assign({ edited: id, editing: editing.start({ title: task.title }) });
      }),
      rename: editing.submit('editing', (live, { title }) => {
        const { tasks, edited } = live.state;
        if (edited === null || !tasks.has(edited)) return live.assign({ edited: null });
        change(
          live,
          tasks.update(edited, (task) => ({ ...task, title })),
          { edited: null },
        );
      }),
      cancel: (live) => live.assign({ edited: null }),
      remove: event(id, (live, { id }) => {
        const { tasks } = live.state;
        const task = tasks.get(id);
        if (!task) return;
        const keys = tasks.keys();
        const before = keys[keys.indexOf(String(id)) + 1] ?? null;
        change(live, tasks.remove(id), { removed: { task, before } });
        live.announce(`${task.title} is removed.`);
      }),
      undo(live) {
        const { tasks, removed } = live.state;
        if (!removed) return;
        const { task, before } = removed;
        const isThere = before !== null && tasks.has(before);
        change(live, isThere ? tasks.insert(task, { before }) : tasks.append(task), {
          removed: null,
        });
      },
    },
  },
  ({ state, on }) => {
    const add = adding.fields(state.adding);
    const edit = editing.fields(state.editing);
    const { edited, show } = state;
    return (
      <section class="todo" aria-label="Tasks">
        <form {...add.form} lv-submit={on.add()} lv-change={on.check()}>
          <label for={add.title.id}>Task</label>
          <input {...add.title.input()} autocomplete="off" />
          <button>Add</button>
          {add.title.errors}
          {add.errors}
        </form>
        <ul>
          <For each={[...state.tasks].filter((task) => isShown(task, show))} key={({ id }) => id}>
            {(task) => (
              <li>
                {task.id === edited ? (
                  <form {...edit.form} lv-submit={on.rename()}>
                    <input {...edit.title.input()} aria-label="New title" autocomplete="off" />
                    <button>Save</button>
                    <button type="button" class="plain" lv-click={on.cancel()}>
                      Cancel
                    </button>
                    {edit.title.errors}
                  </form>
                ) : (
                  <>
                    <button
                      class="plain"
                      aria-pressed={task.isDone}
                      aria-label={`Done: ${task.title}`}
                      lv-click={on.toggle({ id: task.id })}
                    >
                      {task.isDone ? '✓' : '○'}
                    </button>
                    <span>{task.title}</span>
                    <button
                      class="plain"
                      aria-label={`Edit ${task.title}`}
                      lv-click={on.edit({ id: task.id })}
                    >
                      Edit
                    </button>
                    <button
                      class="plain"
                      aria-label={`Remove ${task.title}`}
                      lv-click={on.remove({ id: task.id })}
                    >
                      Remove
                    </button>
                  </>
                )}
              </li>
            )}
          </For>
        </ul>
        {state.removed && (
          <p class="todo-undo">
            {state.removed.task.title} is removed.{' '}
            <button class="plain" lv-click={on.undo()}>
              Undo
            </button>
          </p>
        )}
      </section>
    );
  },
);
