/** A line of the chat. */
export interface Line {
  id: number;
  from: string;
  text: string;
}

/** The lines that the chat keeps, oldest first. */
const lines: Line[] = Array.from({ length: 60 }, (_, i) => ({
  id: i + 1,
  from: i % 2 ? 'Mara' : 'Olav',
  text: `Watch ${i + 1}: ${i % 3 ? 'calm sea, light wind' : 'a seal on the skerry'}.`,
}));
const most = 5_000;
let last = lines.length;

/** Adds a line. */
export function addLine(from: string, text: string): Line {
  const line = { id: ++last, from, text };
  lines.push(line);
  if (lines.length > most) lines.shift();
  return line;
}

/** The lines before one, at most so many; without one, the newest. */
export function linesBefore(id: number | undefined, count: number): Line[] {
  const end = id === undefined ? lines.length : lines.findIndex((line) => line.id === id);
  return end < 0 ? [] : lines.slice(Math.max(0, end - count), end);
}

/** The regions of each visitor who is there, by name. */
const visitors = new Map<string, number>();
let guests = 0;

/** A name for a visitor without one. */
export const guestName = (): string => `Guest ${++guests}`;

/** Notes that a visitor has come, or goes. @returns everybody who is there then */
export function countVisitor(name: string, change: 1 | -1): string[] {
  const count = (visitors.get(name) ?? 0) + change;
  if (count > 0) visitors.set(name, count);
  else visitors.delete(name);
  return [...visitors.keys()];
}
