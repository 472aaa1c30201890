/** @jsxImportSource preact */

/** A line through points, as a region feeds it. */
export default function Chart({ points }: { points: readonly number[] }) {
  return (
    <svg viewBox="0 0 100 100">
      <polyline points={points.map((y, x) => `${x},${y}`).join(' ')} />
    </svg>
  );
}
