/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';

interface ThrowerProps {
  when: 'server' | 'hydrate' | 'later' | 'effect';
  children?: ComponentChildren;
}

/** Throws when it is told to. */
export default function Thrower({ when, children }: ThrowerProps) {
  const [presses, setPresses] = useState(0);
  const inBrowser = typeof document !== 'undefined';
  if (when === 'server' && !inBrowser) throw new Error('thrown on the server');
  if (when === 'hydrate' && inBrowser) throw new Error('thrown while hydrating');
  if (when === 'later' && presses > 1) throw new Error('thrown later');
  useEffect(() => {
    if (when === 'effect') throw new Error('thrown in an effect');
  });
  return (
    <div class="thrower" id={when}>
      <button type="button" onClick={() => setPresses(presses + 1)}>
        {when} {presses}
      </button>
      {children}
    </div>
  );
}
