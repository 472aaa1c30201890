/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';

interface FoldProps {
  label: string;
  shut?: boolean;
  children: ComponentChildren;
}

/** Opens and shuts what is in it. */
export default function Fold({ label, shut = false, children }: FoldProps) {
  const [open, setOpen] = useState(!shut);
  return (
    <div class="fold">
      <button type="button" onClick={() => setOpen(!open)}>
        {label}
      </button>
      {open && <div class="inside">{children}</div>}
    </div>
  );
}
