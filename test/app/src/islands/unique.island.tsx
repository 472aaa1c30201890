/** @jsxImportSource preact */
import { useId } from 'preact/hooks';

export default function Unique() {
  return <i class="unique" id={useId()} />;
}
