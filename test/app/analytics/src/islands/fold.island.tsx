/** @jsxImportSource preact */
import { useState } from 'preact/hooks';

export default function Fold({ text }: { text: string }) {
  const [open, setOpen] = useState(false);
  return <button onClick={() => setOpen(!open)}>{open ? text : 'more'}</button>;
}
