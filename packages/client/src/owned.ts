/** Attributes that the client sets by itself; a fresh render of the server never has them. */
export const clientOwned: readonly string[] = ['data-state'];
