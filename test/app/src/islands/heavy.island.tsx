/** Takes ten milliseconds to render in a browser, and says when it did. */
export default function Heavy({ name }: { name: string }) {
  if (typeof document !== 'undefined') {
    const until = performance.now() + 10;
    while (performance.now() < until);
    (globalThis as { order?: string[] }).order ??= [];
    (globalThis as { order?: string[] }).order?.push(name);
  }
  return <b>{name}</b>;
}
