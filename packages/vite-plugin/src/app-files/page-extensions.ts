import { FileError } from './exports.js';

/** Endings of files under `src/pages` that are pages because a Vite plugin of the app makes modules of them: `.md`, `.mdx`. */
export type PageExtensions = readonly string[];

/** @throws FileError if one of them is no ending of a file, or one that has a meaning already */
export function checkPageExtensions(extensions: PageExtensions): void {
  for (const extension of extensions) {
    if (!/^\.\w+$/.test(extension))
      throw new FileError(
        `\`skerry({ pageExtensions })\` has ${JSON.stringify(extension)}, which is not the ending of a file.`,
        "Write it with its dot: pageExtensions: ['.md', '.mdx'].",
      );
    if (isScript(extension))
      throw new FileError(
        `\`skerry({ pageExtensions })\` has ${extension}, which Skerry compiles itself.`,
        'Leave it out: .tsx and .jsx are pages, .ts and .js endpoints.',
      );
  }
}

/** Tells whether a file is a page because of its ending. */
export const hasPageExtension = (file: string, extensions: PageExtensions): boolean =>
  extensions.some((extension) => file.endsWith(extension));

/** Tells whether a file may take part in routes: a script, or a page in another language. */
export const mayBeRoute = (file: string, extensions: PageExtensions): boolean =>
  isScript(file) || hasPageExtension(file, extensions);

const isScript = (file: string): boolean => /\.[jt]sx?$/.test(file);
