/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact';
import { useId, useState } from 'preact/hooks';

interface TabsProps {
  labels: string[];
  first: ComponentChildren;
  second: ComponentChildren;
}

/** Shows one of its panels. The content of the others stays alive. */
export default function Tabs({ labels, first, second }: TabsProps) {
  const [open, setOpen] = useState(0);
  const id = useId();
  return (
    <div class="tabs">
      <div role="tablist" class="toolbar">
        {labels.map((label, i) => (
          <button
            key={label}
            type="button"
            role="tab"
            class={i === open ? '' : 'plain'}
            aria-selected={i === open}
            aria-controls={`${id}-panel`}
            onClick={() => setOpen(i)}
          >
            {label}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`}>
        {open === 0 ? first : second}
      </div>
    </div>
  );
}
