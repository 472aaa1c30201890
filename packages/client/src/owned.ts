/** Attributes that the client sets by itself; a fresh render of the server never has them. */
export const clientOwned: readonly string[] = ['aria-busy', 'data-state'];
