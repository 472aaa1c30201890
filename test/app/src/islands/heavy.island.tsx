/** @jsxImportSource preact */
/** Takes ten milliseconds to render in a browser, and says when it did. */
export default function Heavy({ name }: { name: string }) {
  if (typeof document !== 'undefined') {
    performance.mark(`heavy:${name}`);
    const until = performance.now() + 10;
    while (performance.now() < until);
  }
  return <b>{name}</b>;
}
