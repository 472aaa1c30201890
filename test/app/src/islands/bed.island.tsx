/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact';

interface BedProps {
  note: string;
  tags: string[];
  children: ComponentChildren;
}

/** Shows what is in it only while it has a note. */
export default function Bed({ note, tags, children }: BedProps) {
  return (
    <div data-tags={tags.join(' ')}>
      <i>{note}</i>
      {note ? <p>{children}</p> : <hr />}
    </div>
  );
}
