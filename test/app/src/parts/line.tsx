import type { JSX } from '@skerry/kit/jsx-runtime';

/** A paragraph around whatever it is given: what that is, no compiler knows. */
export const Line = ({ children }: { children: JSX.Element }) => <p>before {children} behind</p>;
