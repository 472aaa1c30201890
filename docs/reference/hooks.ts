import {
  type HookKind,
  hookNames,
  type HookRow,
  hookTable,
  kinds,
} from '../../packages/kit/src/hooks/table.ts';
import { type Walk, walks, waysOf } from '../../packages/kit/src/hooks/walks.ts';
import { page } from './page.ts';
import type { Documented, Sources } from './sources.ts';

const introduction = [
  '# Hooks',
  'A [plugin](../guide/plugins.md) attaches functions, its _taps_, to hooks. A hook calls its taps in order, each with one ' +
    'payload. The kind of the hook decides what a tap may return. A tap fails if it throws, takes longer than `hookTimeout`, or ' +
    'returns anything else.',
];

const kindNames: Readonly<Record<HookKind, string>> = {
  guard: 'Guard',
  'sync-guard': 'Synchronous guard',
  waterfall: 'Waterfall',
  'sync-waterfall': 'Synchronous waterfall',
  observer: 'Observer',
  start: 'Start',
};

/** The types of members of payloads that have members of their own, by their files. */
const shared = {
  RegionInfo: 'hooks/subjects.ts',
  ConnectionInfo: 'hooks/subjects.ts',
  IslandInfo: 'template/island/island-element.ts',
  LiveSession: 'core/session.ts',
  Session: 'core/session.ts',
};

/** The page on hooks. */
export function hooksPage(sources: Sources): string {
  const payloads = 'hooks/payloads.ts';
  const docs = new Map(
    sources.membersOf(payloads, 'HookPayloads').map(({ name, doc }) => [name, doc]),
  );
  return page(
    ...introduction,
    '## Kinds',
    ...Object.entries(kinds).flatMap(([kind, { tap, failure }]) => [
      `**${kindNames[kind as HookKind]}.** ${tap} ${failure}`,
      namesOf(kind),
    ]),
    '## All hooks',
    ...hookNames.flatMap((name) => [
      `### \`${name}\``,
      `_${roleOf(hookTable[name])}._ ${docs.get(name)}`,
      `Fires on: ${waysOf(name).join('; ')}.${scopeOf(hookTable[name])}`,
      list(sources.membersOf(payloads, 'HookPayloads', name)),
    ]),
    '## Ways',
    'The hooks of each way into an app, in the order in which they fire.',
    Object.values<Walk>(walks)
      .map(({ way, hooks }) => `- ${way}: ${hooks.map((name) => `\`${name}\``).join(' ')}`)
      .join('\n'),
    '## Types',
    ...Object.entries(shared).flatMap(([type, file]) => [
      `### \`${type}\``,
      sources.read(file, type).doc,
      list(sources.membersOf(file, type)),
    ]),
  );
}

const namesOf = (kind: string): string =>
  hookNames
    .filter((name) => hookTable[name].kind === kind)
    .map((name) => `\`${name}\``)
    .join(' ');

const scopeOf = ({ scope }: HookRow): string =>
  scope === 'app' ? ' Only plugins of the whole app may tap it.' : '';

const roleOf = (row: HookRow): string =>
  kindNames[row.kind] + ('value' in row ? `, which may replace \`${row.value}\`` : '');

const list = (members: readonly Documented[]): string =>
  members.map((member) => `- ${declaration(member)}. ${member.doc}`).join('\n');

/** A member with its type, and a link where the page says more of that. */
function declaration({ name, type }: Documented): string {
  const text = type.replace(' | undefined', '');
  const shown = text in shared ? `[\`${text}\`](#${text.toLowerCase()})` : `\`${text}\``;
  return `\`${name}${text === type ? '' : '?'}\`: ${shown}`;
}
