import type { AppModules } from '@skerry/kit/testing';

const analytics = '@skerry/plugins/analytics/dashboard';

/** The pages and live views of the playground, and those of its plugins, as its build gathers them. */
export function playgroundModules(): AppModules {
  const pages = import.meta.glob('../playground/src/pages/**/*.{ts,tsx}', { eager: true });
  const views = import.meta.glob<{ default: never }>('../playground/src/live/*.live.tsx', {
    eager: true,
  });
  const config = import.meta.glob<{ default: never }>('../playground/src/app.ts', { eager: true });
  const dashboard = import.meta.glob<{ default: { id: string } }>(
    '../packages/plugins/src/analytics/dashboard/{page,overview.live}.tsx',
    { eager: true },
  );
  const named = <T>(files: Record<string, T>, start: string, end: RegExp) =>
    Object.fromEntries(
      Object.entries(files).map(([file, module]) => [
        file.slice(start.length).replace(end, ''),
        module,
      ]),
    );
  const live = named(views, '../playground/src/', /\.live\.tsx$/);
  const [overview, page] = Object.entries(dashboard)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, module]) => module);
  return {
    routes: named(pages, '../playground/src/pages/', /^$/),
    views: {
      ...Object.fromEntries(Object.entries(live).map(([id, module]) => [id, module.default])),
      [overview!.default.id]: overview!.default as never,
    },
    parts: { [analytics]: page },
    config: Object.values(config)[0]!.default,
  };
}
