import { readdirSync } from 'node:fs';

/** How many descriptors the server has open. */
export const GET = () => readdirSync('/dev/fd').length;
