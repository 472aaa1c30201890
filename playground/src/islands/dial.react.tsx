/** @jsxImportSource react */
import { useState } from 'react';

/** A React component among the Preact ones; React is loaded on this page only. */
export default function Dial({ label, start }: { label: string; start: number }) {
  const [angle, setAngle] = useState(start);
  return (
    <label className="dial">
      {label}
      <input
        type="range"
        min="0"
        max="359"
        value={angle}
        onChange={(event) => setAngle(Number(event.target.value))}
      />
      <svg viewBox="-50 -50 100 100" width="96" height="96" aria-hidden="true">
        <circle r="46" />
        <path d="M0-38 7 8H-7z" transform={`rotate(${angle})`} />
      </svg>
      <output>{angle}°</output>
    </label>
  );
}
