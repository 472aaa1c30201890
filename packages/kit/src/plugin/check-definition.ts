import { valid, validRange } from 'semver';

import { describe } from '../core/describe.js';
import { fail } from '../core/errors.js';

type Check = readonly [isRight: (value: unknown) => boolean, expected: string];

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
const isRange = (value: unknown): boolean =>
  typeof value === 'string' && validRange(value) !== null;
const isFlag = (value: unknown): boolean => typeof value === 'boolean';
const isSchema = (value: unknown): boolean => {
  const standard = (value as { '~standard'?: { validate?: unknown } } | null)?.['~standard'];
  return typeof standard?.validate === 'function';
};

const range: Check = [isRange, 'a range of versions, such as "^1.2"'];
const names: Check = [
  (value) => (Array.isArray(value) ? value.every(isText) : isText(value)),
  'the name of a plugin or a list of names',
];

const checks: Readonly<Record<string, Check>> = {
  name: [isText, 'a name such as "acme:visits"'],
  version: [
    (value) => typeof value === 'string' && valid(value) !== null,
    'a version, such as "1.2.0"',
  ],
  skerry: range,
  dependencies: [
    (value) => isObject(value) && !Array.isArray(value),
    'an object of plugins by their names: { "acme:clock": { version: "^1.2" } }',
  ],
  before: names,
  after: names,
  conflicts: names,
  multiple: [isFlag, 'true or false'],
  options: [isSchema, 'a Standard Schema (https://standardschema.dev)'],
  setup: [(value) => typeof value === 'function', 'a function'],
};

const dependencyChecks: Readonly<Record<string, Check>> = {
  version: range,
  optional: [isFlag, 'true or false'],
  defaults: [(value) => isObject(value) && !Array.isArray(value), 'an object of options'],
};

/**
 * Checks what `definePlugin` was given, so that a wrong member is named where it is written.
 *
 * @throws SkerryError `bad-plugin`
 */
export function checkDefinition(definition: unknown): void {
  if (!isObject(definition))
    throw fail('bad-plugin', {
      plugin: '',
      problem: `is defined by ${describe(definition)}, and not by an object`,
    });
  const plugin = String((definition as { name?: unknown }).name);
  checkMembers(plugin, definition, checks, '');
  const { dependencies = {} } = definition as { dependencies?: Record<string, unknown> };
  for (const [name, dependency] of Object.entries(dependencies)) {
    const at = `dependencies[${JSON.stringify(name)}]`;
    if (!isObject(dependency))
      throw wrong(plugin, at, dependency, 'an object, such as { version: "^1.2" }');
    checkMembers(plugin, dependency, dependencyChecks, `${at}.`);
  }
}

function checkMembers(
  plugin: string,
  value: object,
  known: Readonly<Record<string, Check>>,
  at: string,
): void {
  for (const [name, member] of Object.entries(value) as [string, unknown][]) {
    const check = Object.hasOwn(known, name) ? known[name] : undefined;
    if (!check)
      throw fail('bad-plugin', {
        plugin,
        problem: `has the member ${JSON.stringify(at + name)}, which is none of ${Object.keys(known).join(', ')}`,
      });
    const [isRight, expected] = check;
    if (member !== undefined && !isRight(member)) throw wrong(plugin, at + name, member, expected);
  }
}

const wrong = (plugin: string, member: string, value: unknown, expected: string): Error =>
  fail('bad-plugin', {
    plugin,
    problem: `has ${describe(value)} as its \`${member}\`, and not ${expected}`,
  });
