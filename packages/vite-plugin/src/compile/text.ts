import { decodeEntities } from './entities.js';

/**
 * The text of a stretch of JSX text: lines are trimmed at their inner ends, empty ones dropped and the rest
 * joined by a space, as in React and Preact; then character references are decoded.
 */
export function jsxText(raw: string): string {
  const lines = raw.split(/\r\n|\n|\r/);
  const last = lines.length - 1;
  return decodeEntities(
    lines
      .map((line, i) => {
        const start = i === 0 ? line : line.replace(/^[ \t]+/, '');
        return i === last ? start : start.replace(/[ \t]+$/, '');
      })
      .filter((line) => line !== '')
      .join(' '),
  );
}

/** A string as a literal of JavaScript, in single quotes. */
export function quote(text: string): string {
  const inner = JSON.stringify(text).slice(1, -1);
  return `'${inner.replace(/\\"/g, '"').replace(/'/g, "\\'")}'`;
}

/** A name as the key of an object literal. */
export const objectKey = (name: string): string =>
  /^[A-Za-z_$][\w$]*$/.test(name) ? name : quote(name);
