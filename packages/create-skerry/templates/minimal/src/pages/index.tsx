export default function Home() {
  return (
    <>
      <h1>It works</h1>
      <p>
        This is <code>src/pages/index.tsx</code>. The server rendered it at{' '}
        {new Date().toISOString()}.
      </p>
    </>
  );
}
