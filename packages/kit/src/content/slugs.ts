import { fail } from '../core/errors.js';

/**
 * The slugs of files: their paths below the folder that they share, without their endings; `index` is its folder.
 *
 * @returns the files by their slugs
 * @throws SkerryError `bad-entry` if two have the same
 */
export function slugsOf(files: readonly string[]): Map<string, string> {
  const folder = sharedFolder(files);
  const slugs = new Map<string, string>();
  for (const file of files) {
    const path = file.slice(folder.length).replace(/\.\w+$/, '');
    const slug = path.replace(/(?:^|\/)index$/, '');
    const other = slugs.get(slug);
    if (other !== undefined)
      throw fail('bad-entry', { file, problems: [`${other} has the same slug, "${slug}"`] });
    slugs.set(slug, file);
  }
  return slugs;
}

/** The folder that all files are in or below, with its last slash. */
function sharedFolder([first = '', ...others]: readonly string[]): string {
  let folder = first.slice(0, first.lastIndexOf('/') + 1);
  for (const file of others)
    while (!file.startsWith(folder))
      folder = folder.slice(0, folder.lastIndexOf('/', folder.length - 2) + 1);
  return folder;
}
