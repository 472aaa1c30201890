import type { Guard } from '@skerry/kit';

import type { Measurement, Sink } from './counters/measurement.js';

/** The options of the dashboard. */
export interface DashboardOptions {
  /** The path of its page; `/analytics` if absent. */
  readonly path?: string;
  /** The role that may see it, if the app has the plugin auth; `admin` if absent. */
  readonly role?: string;
  /** Decides who may see it; replaces the role. */
  readonly guard?: Guard;
}

/** The options of the plugin `analytics`. */
export interface AnalyticsOptions {
  /** The path that browsers send their beacons to; `/seen` if absent. Choose one that no page has. */
  readonly path?: string;
  /** Receive every measurement: `memorySink()`, `jsonLines()`, any function. A memory sink is added if there is none. */
  readonly sinks?: readonly (Sink | ((measurement: Measurement) => void))[];
  /** False if browsers measure nothing: the app has no web vitals then, and no counts of hydration. */
  readonly browser?: boolean;
  /** Shows what was counted on a page of the app: its options, or true. There is none if absent. */
  readonly dashboard?: boolean | DashboardOptions;
}

/** One fault in the options, as the Standard Schema has it. */
interface Issue {
  readonly message: string;
  readonly path: readonly string[];
}

type Check = readonly [isRight: (value: unknown) => boolean, expected: string];

const isPath = (value: unknown): boolean => typeof value === 'string' && /^\/[^?#]+$/.test(value);
const isFunction = (value: unknown): boolean => typeof value === 'function';
const isBoolean = (value: unknown): boolean => typeof value === 'boolean';
const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
const isSink = (value: unknown): boolean =>
  isFunction(value) || (isObject(value) && 'take' in value && isFunction(value.take));

const path: Check = [isPath, 'must be a path, such as "/seen"'];

const checks: Readonly<Record<keyof AnalyticsOptions, Check>> = {
  path,
  sinks: [
    (value) => Array.isArray(value) && value.every(isSink),
    'must be an array of sinks: memorySink(), jsonLines(), or functions',
  ],
  browser: [isBoolean, 'must be true or false'],
  dashboard: [
    (value) => isBoolean(value) || (isObject(value) && !Array.isArray(value)),
    'must be true, false, or an object with path, role and guard',
  ],
};

const dashboardChecks: Readonly<Record<keyof DashboardOptions, Check>> = {
  path,
  role: [(value) => typeof value === 'string' && value !== '', 'must be the name of a role'],
  guard: [isFunction, 'must be a guard: a function that returns deny(), redirect(), or nothing'],
};

/** Checks the options of the plugin, as a Standard Schema does (https://standardschema.dev). */
export const optionsSchema = {
  '~standard': {
    version: 1,
    vendor: 'skerry',
    types: undefined as { input: AnalyticsOptions; output: AnalyticsOptions } | undefined,
    validate(value: unknown): { value: AnalyticsOptions } | { issues: readonly Issue[] } {
      if (!isObject(value)) return { issues: [{ message: 'must be an object', path: [] }] };
      const { dashboard } = value as AnalyticsOptions;
      const issues = [
        ...findIssues(value, checks, []),
        ...(isObject(dashboard) ? findIssues(dashboard, dashboardChecks, ['dashboard']) : []),
      ];
      return issues.length > 0 ? { issues } : { value };
    },
  },
} as const;

function findIssues(
  options: object,
  known: Readonly<Record<string, Check>>,
  at: readonly string[],
): Issue[] {
  return Object.entries(options).flatMap(([name, value]: [string, unknown]): Issue[] => {
    const found = [...at, name];
    const check = known[name];
    if (!check) return [{ message: `is none of ${Object.keys(known).join(', ')}`, path: found }];
    const [isRight, expected] = check;
    return value === undefined || isRight(value) ? [] : [{ message: expected, path: found }];
  });
}
