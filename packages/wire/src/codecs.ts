import type { Codec } from './message.js';
import { phoenix1 } from './phoenix-1.js';
import { phoenix2 } from './phoenix-2.js';
import { skerry1 } from './skerry-1.js';

const codecs: readonly Codec[] = [skerry1, phoenix2, phoenix1];

/** The codec that `vsn` names; a connection that names no codec is refused with 403. */
export const codecOf = (version: string | null): Codec | undefined =>
  codecs.find((codec) => codec.version === version);
