/** @jsxImportSource preact */
import type { ComponentChildren, TargetedKeyboardEvent } from 'preact';
import { useId, useState } from 'preact/hooks';

interface TabsProps {
  labels: string[];
  first: ComponentChildren;
  second: ComponentChildren;
}

/** Shows one of its panels. The content of the others stays alive. For the Tab key the tabs are one; arrows lead from one to the next. */
export default function Tabs({ labels, first, second }: TabsProps) {
  const [open, setOpen] = useState(0);
  const id = useId();
  const move = (event: TargetedKeyboardEvent<HTMLElement>) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = (open + step + labels.length) % labels.length;
    setOpen(next);
    event.currentTarget.querySelectorAll('button')[next]?.focus();
  };
  return (
    <div class="tabs">
      <div role="tablist" class="toolbar" onKeyDown={move}>
        {labels.map((label, i) => (
          <button
            key={label}
            type="button"
            role="tab"
            class={i === open ? '' : 'plain'}
            aria-selected={i === open}
            aria-controls={`${id}-panel`}
            tabIndex={i === open ? 0 : -1}
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
