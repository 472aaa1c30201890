/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

/** A dialog. Its content is rendered on the server, and waits outside of the page while it is closed. */
export default function Modal({ title, children }: { title: string; children: ComponentChildren }) {
  const [open, setOpen] = useState(false);
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open) dialog.current?.showModal();
  }, [open]);
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        {title}
      </button>
      {open && (
        <dialog ref={dialog} class="modal" aria-label={title} onClose={() => setOpen(false)}>
          {children}
          <button type="button" class="plain" onClick={() => dialog.current?.close()}>
            Close
          </button>
        </dialog>
      )}
    </>
  );
}
