import { wireLimits } from '@skerry/wire';

import { defaultLimits, type Limits } from '../../packages/kit/src/core/limits.ts';
import { connectionLimits } from '../../packages/kit/src/core/limits/connections.ts';
import { httpLimits } from '../../packages/kit/src/core/limits/http.ts';
import { pluginLimits } from '../../packages/kit/src/core/limits/plugins.ts';
import { regionLimits } from '../../packages/kit/src/core/limits/regions.ts';
import { sessionLimits } from '../../packages/kit/src/core/limits/sessions.ts';
import { turnLimits } from '../../packages/kit/src/core/limits/turns.ts';
import { page } from './page.ts';
import type { Sources } from './sources.ts';

/** The limits as the page groups them. */
export const limitGroups: Readonly<Record<string, Partial<Limits>>> = {
  HTTP: httpLimits,
  Connections: connectionLimits,
  Frames: wireLimits,
  Regions: regionLimits,
  'Turns and messages': turnLimits,
  'Sessions and tokens': sessionLimits,
  'Plugins, the log and reports': pluginLimits,
};

const introduction = [
  '# Limits',
  'Everything that the server holds, awaits or accepts has a limit. Set a limit by its name in `limits` of `defineApp`; a ' +
    'value is a positive number. Each entry begins with the default. If it has no advice, the default fits nearly all ' +
    'apps. Each process counts for itself. [Security](../security.md) explains what the limits protect.',
];

/** The page on limits. */
export function limitsPage(sources: Sources): string {
  const docs = new Map(
    sources.membersOf('core/limits.ts', 'Limits').map(({ name, doc }) => [name, doc]),
  );
  const entry = (name: string) => {
    const doc = docs.get(name) ?? '';
    return [`### \`${name}\``, `${amount(defaultLimits[name as keyof Limits], doc)}. ${doc}`];
  };
  return page(
    ...introduction,
    ...Object.entries(limitGroups).flatMap(([title, group]) => [
      `## ${title}`,
      ...Object.keys(group).flatMap(entry),
    ]),
  );
}

/** A default, and the same in the largest unit that divides it, of what the text counts. */
function amount(value: number, doc: string): string {
  const [counted = ''] = /^\w+/.exec(doc) ?? [];
  const larger = Object.entries(units[counted] ?? {}).findLast(([, size]) => value % size === 0);
  const number = `**${value.toLocaleString('en')}**`;
  return larger ? `${number} (${value / larger[1]} ${larger[0]})` : number;
}

/** Larger units of what limits count, by the first word of their texts. */
const units: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  Milliseconds: { s: 1_000, min: 60_000, h: 3_600_000, d: 86_400_000 },
  Bytes: { KiB: 2 ** 10, MiB: 2 ** 20 },
};
