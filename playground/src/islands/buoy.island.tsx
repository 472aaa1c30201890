/** @jsxImportSource preact */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

import styles from './buoy.module.css';

interface Hydrated {
  reason: string;
  at: number;
}

/** A counter that shows when and why it hydrated. */
export default function Buoy({ strategy, told }: { strategy: string; told: string }) {
  const [count, setCount] = useState(0);
  const [hydrated, setHydrated] = useState<Hydrated>();
  const box = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => {
    const host = box.current?.closest('skerry-island');
    const note = (event: Event) => {
      const { reason } = (event as CustomEvent<{ reason: string }>).detail;
      setHydrated({ reason, at: performance.now() });
    };
    host?.addEventListener('skerry:hydrated', note, { once: true });
    return () => host?.removeEventListener('skerry:hydrated', note);
  }, []);

  return (
    <div class={styles.buoy} ref={box}>
      <h3>
        <code>client:{strategy}</code>
      </h3>
      <p>{told}</p>
      <button type="button" onClick={() => setCount(count + 1)}>
        Pressed {count} times
      </button>
      <p class={hydrated ? styles.awake : styles.asleep} data-awake={hydrated?.reason}>
        {hydrated
          ? `Alive after ${(hydrated.at / 1000).toFixed(2)} s: ${hydrated.reason}`
          : 'HTML of the server'}
      </p>
    </div>
  );
}
