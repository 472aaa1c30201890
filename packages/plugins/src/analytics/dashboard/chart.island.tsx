/** @jsxImportSource preact */

const width = 640;
const height = 160;
/** Room above the highest bar for its number. */
const margin = 16;

interface ChartProps {
  /** What is counted. */
  title: string;
  points: readonly number[];
  /** What each of the points is for. */
  labels: readonly string[];
}

/** Bars in the course of time; each says its number and its time where a pointer rests on it. */
export default function Chart({ title, points, labels }: ChartProps) {
  const highest = Math.max(1, ...points);
  const step = width / Math.max(1, points.length);
  const sum = points.reduce((a, b) => a + b, 0);
  return (
    <svg
      class="skerry-chart"
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={`${title}: ${sum} since ${labels[0] ?? 'the beginning'}, at most ${Math.max(0, ...points)} at a time`}
    >
      <text x="0" y="11">
        {highest}
      </text>
      {points.map((value, i) => {
        const bar = (value / highest) * (height - margin);
        return (
          <rect key={labels[i]} x={i * step} y={height - bar} width={step * 0.8} height={bar}>
            <title>{`${labels[i]}: ${value}`}</title>
          </rect>
        );
      })}
    </svg>
  );
}
