import { readFileSync, statSync } from 'node:fs';
import { dirname, isAbsolute, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

import { underBase } from '../core/base.js';
import { componentPath } from '../core/component-path.js';
import { errorText, framesOf } from '../core/error-text.js';
import { SkerryError } from '../core/errors.js';
import { printable } from '../core/printable.js';
import { escapeHtml } from '../template/escape.js';

/** A place in a file of the author. */
interface Place {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

/** What a developer is shown of a failure: each part by its name, as text. */
type Parts = readonly (readonly [name: string, text: string])[];

/** The path of the script that copies a failure. */
export const failureScriptPath = '/_skerry/failure.js';

/** What a page of development shows of a failure. It can be read, and copied by hand, without script. @param base the path of the app */
export function failureHtml(error: Error, base: string): string {
  const parts = partsOf(error);
  const all = `${parts.map(([name, text]) => `${name}: ${text}`).join('\n')}\n\n${errorText(error)}`;
  const list = parts
    .map(([name, text]) => `<dt>${name}</dt><dd><pre>${escapeHtml(text)}</pre></dd>`)
    .join('');
  return (
    `<dl>${list}</dl><details><summary>Stack</summary><pre>${escapeHtml(errorText(error))}</pre></details>` +
    `<p><label>All of it<br><textarea id="failure" readonly rows="8" cols="80">\n${escapeHtml(all)}</textarea></label></p>` +
    `<script type="module" src="${escapeHtml(underBase(base, failureScriptPath))}"></script>`
  );
}

/** The script of the page: adds the button, which works with script alone. A strict content security policy allows it. */
export const failureScript = (): Response =>
  new Response(script, { headers: { 'content-type': 'text/javascript; charset=utf-8' } });

const script = `const text = document.querySelector('#failure');
const button = document.createElement('button');
button.textContent = 'Copy all';
button.onclick = async () => {
  text.select();
  // Pages without TLS have no clipboard.
  await (navigator.clipboard?.writeText(text.value) ?? document.execCommand('copy'));
  button.textContent = 'Copied';
};
text.closest('p').append(button);
`;

function partsOf(error: Error): Parts {
  const { code, hint } = error as Partial<SkerryError>;
  const message = printable(error.message, 2_000);
  const place = placeOf(error);
  const frame = place && frameOf(place);
  const path = componentPath(error);
  return [
    ['Failure', `${printable(error.name || 'Error', 80)}: ${message}`],
    ...part('Next step', typeof hint === 'string' && !message.includes(hint) && hint),
    ...part('Place', place && `${shortened(place.file)}:${place.line}:${place.column}`),
    ...part('Source', frame),
    ...part('Components', path.length > 0 && path.join(' > ')),
    ...part('Reference', error instanceof SkerryError && `docs/reference/errors.md#${code}`),
    ...part('Cause', error.cause instanceof Error && printable(error.cause.message, 2_000)),
  ];
}

const part = (name: string, text: string | false | undefined): Parts =>
  text ? [[name, text]] : [];

/** The place that an error of a compiler names, or the first of its stack that is in a file of the author. */
function placeOf(error: Error): Place | undefined {
  const { loc } = error as { loc?: { file?: unknown; line?: unknown; column?: unknown } };
  if (typeof loc?.file === 'string' && Number.isInteger(loc.line))
    return { file: loc.file, line: loc.line as number, column: Number(loc.column ?? 0) + 1 };
  for (const frame of framesOf(error)) {
    const [end, line, column] = /:(\d+):(\d+)\)?$/.exec(frame) ?? [];
    if (end === undefined) continue;
    const start = frame.slice(0, -end.length);
    const path = start.slice(start.lastIndexOf('(') + 1).replace(/^\s*at (?:async )?/, '');
    const file = path.startsWith('file:') ? fileURLToPath(path) : path;
    if (isAbsolute(file) && !isForeign(file))
      return { file, line: Number(line), column: Number(column) };
  }
  return undefined;
}

const kit = dirname(import.meta.dirname);

const isForeign = (file: string): boolean =>
  file.includes('/node_modules/') || file.startsWith(kit);

const shortened = (file: string): string => {
  const path = relative(process.cwd(), file);
  return printable(path.startsWith('..') ? file : path, 300);
};

const maxSource = 1_000_000;

/** The lines around a place, with a mark under it. */
function frameOf({ file, line, column }: Place): string | undefined {
  try {
    if (statSync(file).size > maxSource) return undefined;
    const lines = readFileSync(file, 'utf8').split('\n');
    if (line > lines.length) return undefined;
    const first = Math.max(1, line - 2);
    const width = String(line + 2).length;
    return lines
      .slice(first - 1, line + 2)
      .flatMap((text, i) => {
        const own = `${String(first + i).padStart(width)} | ${printable(text, 200)}`;
        return first + i === line ? [own, `${' '.repeat(width + 3 + column - 1)}^`] : [own];
      })
      .join('\n');
  } catch {
    return undefined;
  }
}
