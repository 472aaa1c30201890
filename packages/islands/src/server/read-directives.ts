import { type Directed, priorities, type Priority, strategies } from '../directives.js';

/** Directives of an island that say nothing, or too much. */
export class DirectivesError extends TypeError {
  override readonly name = 'DirectivesError';

  constructor(
    /** `none` or `several` strategies, or a `priority` that there is not. */
    readonly reason: 'none' | 'several' | 'priority',
    message: string,
  ) {
    super(message);
  }
}

/**
 * Takes the directives out of the props of an island.
 *
 * @throws DirectivesError unless there is exactly one strategy, and a known priority or none
 */
export function readDirectives(props: Readonly<Record<string, unknown>>): Directed {
  const rest: Record<string, unknown> = {};
  const chosen: [strategy: string, value: unknown][] = [];
  let priority: unknown;
  for (const [name, value] of Object.entries(props)) {
    if (!name.startsWith('client:')) rest[name] = value;
    else if (name === 'client:priority') priority = value;
    else if (value !== undefined && value !== false) chosen.push([name.slice(7), value]);
  }
  const [first, second] = chosen;
  if (!first) throw new DirectivesError('none', noStrategy);
  if (second)
    throw new DirectivesError(
      'several',
      `It has client:${first[0]} and client:${second[0]}: choose one of them.`,
    );
  if (priority !== undefined && !priorities.includes(priority as Priority))
    throw new DirectivesError(
      'priority',
      `There is no client:priority ${JSON.stringify(priority)}: choose one of ${priorities.join(', ')}.`,
    );
  const [strategy, value] = first;
  return {
    strategy,
    value: value === true ? undefined : String(value),
    priority: priority as Priority | undefined,
    rest,
  };
}

const noStrategy =
  `It has no strategy: choose one of ${strategies.map((name) => `client:${name}`).join(', ')}; ` +
  'client:none for HTML alone.';
