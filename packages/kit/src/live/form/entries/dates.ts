/** Texts of dates, as elements for days and for local times write them: `2026-05-17`, `2026-05-17T10:30`. Both are of UTC. */

const day = /^\d{4}-\d\d-\d\d(?=T|$)/;
const zone = /(?:Z|[+-]\d\d:?\d\d)$/i;

/** Reads a day, or a time as ISO 8601 writes it. JavaScript takes more than these for dates, and the 31st of any month. */
export function dateOf(text: string): Date | undefined {
  const start = day.exec(text)?.[0] ?? '';
  const midnight = new Date(`${start}T00:00Z`);
  const isDay = !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(start);
  const date = new Date(text === start || zone.test(text) ? text : `${text}Z`);
  return isDay && !Number.isNaN(date.getTime()) ? date : undefined;
}

/** Writes a date as short as elements do: a midnight is a day. A date that is none has no text. */
export function textOfDate(date: Date): string | undefined {
  if (Number.isNaN(date.getTime())) return undefined;
  const [at = '', time = ''] = date.toISOString().slice(0, -1).split('T');
  const short = time.replace(/(?::00)?\.000$|0{1,2}$/, '');
  return short === '00:00' ? at : `${at}T${short}`;
}

/** The text of a date for an element of this type, which would show nothing for that of another. */
export function textForType(text: string, type: string): string {
  const start = day.exec(text)?.[0];
  if (start === undefined) return text;
  if (type === 'date') return start;
  return type === 'datetime-local' && text === start ? `${start}T00:00` : text;
}

/** Tells whether a text is the day alone of a time. An element for days shows and sends no more of it. */
export const isDayOf = (text: string, time: string): boolean =>
  day.test(text) && time.startsWith(`${text}T`);

/** Tells whether two texts name the same time. */
export const isSameTime = (a: string, b: string): boolean => {
  const date = dateOf(a);
  return date !== undefined && date.getTime() === dateOf(b)?.getTime();
};
