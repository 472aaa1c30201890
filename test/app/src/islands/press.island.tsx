/** @jsxImportSource preact */
import { useState } from 'preact/hooks';

/** Says what it was told, so that a test can count. */
export default function Press() {
  const [presses, setPresses] = useState(0);
  const [checked, setChecked] = useState('');
  const [typed, setTyped] = useState('');
  return (
    <div>
      <button type="button" id="press" lv-click="told" onClick={() => setPresses(presses + 1)}>
        {presses}
      </button>
      <input
        type="checkbox"
        id="check"
        onClick={(event) => setChecked(String(event.currentTarget.checked))}
      />
      <output id="checked">{checked}</output>
      <input id="field" value={typed} onInput={(event) => setTyped(event.currentTarget.value)} />
      <output id="typed">{typed}</output>
    </div>
  );
}

declare module 'preact' {
  namespace JSX {
    interface HTMLAttributes {
      'lv-click'?: string;
    }
  }
}
