/** @jsxImportSource preact */
export default function Value({ value }: { value: unknown }) {
  return <pre title={String(JSON.stringify(value))}>{JSON.stringify(value)}</pre>;
}
