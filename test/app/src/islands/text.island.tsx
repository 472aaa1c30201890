/** @jsxImportSource preact */
export default function Text({ text }: { text: string }) {
  return <p title={text}>{text}</p>;
}
