import { createContext } from 'react';

/** The host of the island that a component is part of. */
export const HostContext = createContext<HTMLElement | undefined>(undefined);
