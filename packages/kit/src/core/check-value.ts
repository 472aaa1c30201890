import type { StandardSchemaV1 } from '@standard-schema/spec';

import type { Issue } from '@skerry/wire';

import { type Blamed, blaming, findBlamed } from './blame.js';
import type { Locals } from './locals.js';
import { printable } from './printable.js';
import { isThenable, settle } from './within.js';

type Result = StandardSchemaV1.Result<unknown>;

/**
 * Checks a value by a schema; synchronous if the schema is. Some libraries begin a check, find that it is asynchronous, and
 * begin again: whatever the first attempt still throws is no failure beside the one of the second.
 *
 * @throws errors of the schema
 */
export function checkValue(schema: StandardSchemaV1, value: unknown): Result | Promise<Result> {
  const around = findBlamed();
  const validate = () => schema['~standard'].validate(value);
  const check = around && new Check(around);
  const result = check ? blaming(check, validate) : validate();
  if (!isThenable(result)) return result;
  const outcome = settle(result);
  if (check) check.outcome = outcome;
  return outcome;
}

/** The work of a schema, as it is blamed for what it leaves behind. */
class Check implements Blamed {
  /** The result, if the schema is asynchronous. */
  outcome: Promise<unknown> | undefined;
  readonly #around: Blamed;

  constructor(around: Blamed) {
    this.#around = around;
  }

  get locals(): Locals | undefined {
    return this.#around.locals;
  }

  get isAwaited(): boolean {
    return this.outcome !== undefined;
  }

  panic(error: Error): void {
    if (this.outcome) void this.#tell(error);
    else this.#around.panic(error);
  }

  /** Reports what was left behind, unless the schema fails itself. */
  async #tell(error: Error): Promise<void> {
    try {
      await this.outcome;
    } catch {
      return;
    }
    this.reportError(error, 'uncaught');
  }

  reportError(thrown: unknown, where: string): void {
    this.#around.reportError(thrown, where);
  }
}

/**
 * The text of an issue that a schema found, with the path of the value: `by: Expected a number`.
 *
 * The form of issues and paths is that of Standard Schema 1: https://standardschema.dev
 */
export function issueText({ path = [], message }: StandardSchemaV1.Issue | Issue): string {
  const at = path.map((step) => String(typeof step === 'object' ? step.key : step)).join('.');
  return at === '' ? String(message) : `${at}: ${message}`;
}

/** The most issues that leave a check, and the most steps to one: a payload may have thousands of values. */
const maxIssues = 50;
const maxSteps = 10;
/** The most characters of a step, and of a message. */
const longest = { step: 80, message: 200 };

/** The issues that a schema found as plain data: bounded and printable, since visitors choose the values that some messages quote. */
export const plainIssues = (issues: readonly StandardSchemaV1.Issue[]): Issue[] =>
  issues.slice(0, maxIssues).map(({ path = [], message }) => ({
    path: path.slice(0, maxSteps).map(plainStep),
    message: printable(String(message), longest.message),
  }));

function plainStep(step: PropertyKey | StandardSchemaV1.PathSegment): string | number {
  const key = typeof step === 'object' ? step.key : step;
  return typeof key === 'number' ? key : printable(String(key), longest.step);
}
