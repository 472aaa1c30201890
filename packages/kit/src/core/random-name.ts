import { randomBytes } from 'node:crypto';

const bytesOfName = 9;

/** Random bytes in stock: drawing them one name at a time costs three times as much. */
let stock = Buffer.alloc(0);
let drawn = 0;

/** Draws a name that nobody can guess: 12 characters that are safe in URLs, 72 random bits. */
export function randomName(): string {
  if (drawn === stock.length) {
    stock = randomBytes(bytesOfName * 256);
    drawn = 0;
  }
  return stock.toString('base64url', drawn, (drawn += bytesOfName));
}
