/** A task of a visitor. */
export interface Task {
  id: number;
  title: string;
  isDone: boolean;
}

/** The tasks of each session, oldest session first. */
const tasks = new Map<string, readonly Task[]>();
const maxSessions = 1_000;

const first: readonly Task[] = [
  { id: 1, title: 'Paint the lamp room', isDone: false },
  { id: 2, title: 'Count the seals', isDone: true },
  { id: 3, title: 'Mend the pier', isDone: false },
];

/** The tasks of a session. */
export const tasksOf = (session: string): readonly Task[] => tasks.get(session) ?? first;

/** Keeps the tasks of a session. */
export function keepTasks(session: string, all: Iterable<Task>): void {
  tasks.delete(session);
  tasks.set(session, [...all]);
  const [oldest] = tasks.keys();
  if (tasks.size > maxSessions && oldest !== undefined) tasks.delete(oldest);
}
