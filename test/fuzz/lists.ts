import { type KeyedList, list } from '@skerry/kit';

interface Row {
  id: number;
}

/**
 * A state in which these members are a `list()`, at whatever depth. Where the state before has such a list, the new one is
 * a later version of it, a step at a time.
 */
export function withLists<State>(state: State, names: readonly string[], before?: unknown): State {
  const old = (before ?? {}) as Record<string, unknown>;
  const members = Object.entries(state as object).map(([name, value]) => {
    if (!Array.isArray(value) || typeof value[0] === 'string') return [name, value];
    const oldRows = new Map(Array.from((old[name] ?? []) as Row[], (row) => [row.id, row]));
    const rows = value.map((row: Row) => {
      const oldRow = oldRows.get(row.id);
      const next = withLists(row, names, oldRow);
      return JSON.stringify(next) === JSON.stringify(oldRow) ? oldRow! : next;
    });
    return [name, names.includes(name) ? laterList(rows, old[name] as KeyedList<Row>) : rows];
  });
  return Object.fromEntries(members) as State;
}

function laterList(rows: readonly Row[], before: KeyedList<Row> | undefined): KeyedList<Row> {
  if (!before) return list(rows, ({ id }) => id);
  let version = before;
  const ids = new Set(rows.map(({ id }) => id));
  for (const { id } of before) if (!ids.has(id)) version = version.remove(id);
  for (const row of rows.toReversed()) {
    const at = rows.indexOf(row);
    const anchor = rows[at + 1]?.id ?? null;
    if (!version.has(row.id))
      version = anchor === null ? version.append(row) : version.insert(row, { before: anchor });
    else version = version.update(row.id, row).move(row.id, { before: anchor });
  }
  return version;
}
