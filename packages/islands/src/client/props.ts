import { type DataPatch, patchData } from '@skerry/wire';

import type { IslandOptions, Props } from './island.js';

/**
 * Reads props and applies patches to them. The decoder of typed data is loaded if there is some.
 *
 * @param props data, or the text of a host's attribute
 * @throws RangeError when a patch does not fit
 */
export async function readProps(
  props: Props | string,
  patches: readonly DataPatch[],
  app: IslandOptions,
): Promise<Props> {
  const text = JSON.stringify(patches);
  const isText = typeof props === 'string';
  const isTyped = isText && props[0] === '[';
  const decode =
    isTyped || text.includes('"$"')
      ? await decoderOf(isText ? props + text : text, app)
      : JSON.parse;
  const data: unknown = isTyped ? decode(props) : isText ? JSON.parse(props) : props;
  return patches.reduce((before, patch) => patchData(before, patch, decode), data) as Props;
}

/** The decoder of the typed data in a text. */
async function decoderOf(text: string, app: IslandOptions): Promise<(part: string) => unknown> {
  const typed = await import('./typed.js');
  return typed.decoder(text, app);
}
