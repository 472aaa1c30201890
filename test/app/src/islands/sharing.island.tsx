/** @jsxImportSource preact */
import type { Signal } from '@preact/signals';

export default function Sharing({ count, id }: { count: Signal<number>; id: string }) {
  return (
    <button type="button" id={id} onClick={() => count.value++}>
      {count.value}
    </button>
  );
}
