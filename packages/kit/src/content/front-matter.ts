import { isCollection, type Document, LineCounter, parseDocument } from 'yaml';

/** A text with data at its beginning, between lines of three hyphens. */
export interface FrontMatter {
  readonly data: unknown;
  /** The text after it. */
  readonly body: string;
  /** Faults of its YAML. */
  readonly problems: readonly string[];
  /** The line of a member, from 1; of the nearest around it that is there. */
  lineOf(path: readonly PropertyKey[]): number;
}

const fence = /^\uFEFF?---[ \t]*\r?\n((?:[^\n]*\n)*?)---[ \t]*(?:\r?\n|$)/;

/** Reads the front matter of a text; the data of a text without one are empty. */
export function readFrontMatter(text: string): FrontMatter {
  const found = fence.exec(text);
  if (!found) return { data: {}, body: text, problems: [], lineOf: () => 1 };
  const lines = new LineCounter();
  const document = parseDocument(found[1] as string, { lineCounter: lines, prettyErrors: false });
  // The first line has the hyphens.
  const lineAt = (offset: number) => lines.linePos(offset).line + 1;
  const problems = [...document.errors, ...document.warnings].map(
    ({ message, pos }) => `line ${lineAt(pos[0])} is no YAML: ${message}`,
  );
  return {
    data: problems.length > 0 ? {} : dataOf(document, problems),
    body: text.slice(found[0].length),
    problems,
    lineOf: (path) => lineAt(offsetOf(document, path)),
  };
}

/** The data of a document. Aliases are followed only here: those that lead nowhere, or to too much, are added to the problems. */
function dataOf(document: Document, problems: string[]): unknown {
  try {
    return document.toJS() ?? {};
  } catch (error) {
    problems.push(`its front matter is no YAML: ${(error as Error).message}`);
    return {};
  }
}

function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  for (let depth = path.length; depth > 0; depth--) {
    const around = depth === 1 ? document.contents : document.getIn(path.slice(0, depth - 1), true);
    const step = path[depth - 1];
    if (!isCollection(around)) continue;
    for (const item of around.items as { key?: { value?: unknown; range?: number[] } }[])
      if (item.key?.value === step && item.key?.range) return item.key.range[0] as number;
  }
  return 0;
}
