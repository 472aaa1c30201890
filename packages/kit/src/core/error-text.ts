import { inspect, types } from 'node:util';

import { printable, printableLines } from './printable.js';

/** Characters of a message, of a frame, of the other members of an error, and of all. */
const longest = { message: 2_000, frame: 300, members: 1_000, all: 8_000 };
const mostFrames = 30;
/** Errors below an error: what caused it, and what caused that. */
const deepest = 3;

/**
 * Whatever was thrown, as lines for a log or a page of developers: name and message, the frames of its stack, what else it
 * holds, what caused it. Line breaks in a message are marked, so that none poses as a frame or as another entry.
 */
export function errorText(thrown: unknown): string {
  try {
    return printableLines(textOf(thrown, 0), longest.all);
  } catch {
    return 'something that cannot be shown';
  }
}

/** The first frame of an error's stack, or its name if it has no stack. */
export function placeOf(thrown: unknown): string {
  if (!isError(thrown)) return typeof thrown;
  return framesOf(thrown)[0] ?? String(thrown.name);
}

// A Proxy may run code where it is asked what it is an instance of.
const isError = (thrown: unknown): thrown is Error =>
  !types.isProxy(thrown) && thrown instanceof Error;

function textOf(thrown: unknown, depth: number): string {
  if (!isError(thrown))
    return messageText(typeof thrown === 'string' ? thrown : inspect(thrown, shallow));
  const { name, message, cause } = thrown;
  const errors = thrown instanceof AggregateError ? thrown.errors.slice(0, deepest) : [];
  const below = cause === undefined ? errors : [cause, ...errors];
  return [
    `${printable(String(name), 80)}: ${messageText(String(message))}`,
    ...framesOf(thrown),
    ...membersOf(thrown),
    ...(depth < deepest ? below.map((one) => `  caused by ${textOf(one, depth + 1)}`) : []),
  ].join('\n');
}

const messageText = (message: string): string =>
  printableLines(message.replaceAll('\n', '\n  | '), longest.message);

/** The frames of a stack, which begins with the message of the error, unless that was changed later. */
export function framesOf(error: Error): string[] {
  const [stack, message] = [String(error.stack), String(error.message)];
  const at = stack.indexOf(message);
  return stack
    .slice(at < 0 ? 0 : at + message.length)
    .split('\n', 500)
    .filter((line) => /^\s+at /.test(line))
    .slice(0, mostFrames)
    .map((line) => `    ${printable(line.trimStart(), longest.frame)}`);
}

const shallow = {
  depth: 2,
  customInspect: false,
  compact: true,
  breakLength: Number.POSITIVE_INFINITY,
  maxStringLength: 200,
  maxArrayLength: 10,
} as const;

const told = new Set(['name', 'message', 'stack', 'cause', 'errors']);

/** The other members of an error: its code, its hint, whatever its maker put there. Getters are not called. */
function membersOf(error: Error): string[] {
  const all = Object.entries(Object.getOwnPropertyDescriptors(error));
  const others = all.filter(([name, { enumerable }]) => enumerable && !told.has(name));
  if (others.length === 0) return [];
  const members = Object.defineProperties({}, Object.fromEntries(others));
  return [`    ${printable(inspect(members, shallow), longest.members)}`];
}
