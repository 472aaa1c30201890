/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

interface PlotProps {
  title: string;
  points: number[];
  sown: Date;
  children: ComponentChildren;
}

/** Counts itself when it mounts, so that a test sees whether one was made anew. */
export default function Plot({ title, points, sown, children }: PlotProps) {
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    const page = globalThis as { mounted?: number };
    page.mounted = (page.mounted ?? 0) + 1;
  }, []);
  return (
    <section ref={section} title={title} class={points.length > 3 ? 'many' : 'few'}>
      <h3>{title}</h3>
      <ol>
        {points.map((point, i) => (
          <li key={i} data-point={point}>
            {point}
          </li>
        ))}
      </ol>
      {points.length % 2 === 0 && <em>even</em>}
      <time>{sown.toISOString()}</time>
      <div>{children}</div>
    </section>
  );
}
