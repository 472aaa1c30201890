import { type IslandProps, patchData, type PatchProps } from '@skerry/wire';

import { formOf } from './props-form.js';
import { readDevalueText, devalueText } from './devalue-text.js';

/**
 * The props of an island as they are sent: JSON if that can write all of them, otherwise the text of typed data.
 *
 * @throws IslandPropsError when one of them is no data
 */
export function encodeProps(island: string, props: Readonly<Record<string, unknown>>): IslandProps {
  const { data, plain } = formOf(island, props);
  return plain ? data : devalueText(data);
}

/** The text of props, for the attribute of a host: it starts with `{` where they are JSON, else with `[`. */
export const propsText = (props: IslandProps): string =>
  typeof props === 'string' ? props : JSON.stringify(props);

/** Reads props as a browser does. */
export const decodeProps = (props: IslandProps): Record<string, unknown> =>
  // `encodeProps` writes objects only.
  typeof props === 'string' ? (readDevalueText(props) as Record<string, unknown>) : props;

/** Applies a patch to props as they are sent: for `merge`. */
export const patchProps: PatchProps = (before = {}, patch) =>
  encodeProps(
    '',
    patchData(decodeProps(before), patch, readDevalueText) as Record<string, unknown>,
  );
