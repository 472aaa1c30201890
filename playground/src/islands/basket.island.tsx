/** @jsxImportSource preact */
import type { Signal } from '@preact/signals';

/** Two of these share one signal, though they are separate islands. */
export default function Basket({ count, name }: { count: Signal<number>; name: string }) {
  return (
    <p class="basket">
      <span>{name}</span>
      <button type="button" aria-label={`One more, ${name}`} onClick={() => count.value++}>
        +
      </button>
      <output>{count.value}</output>
    </p>
  );
}
