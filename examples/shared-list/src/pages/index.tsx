import Shopping from '../live/shopping.live.tsx';

export default function Home() {
  return (
    <>
      <h1>Shopping</h1>
      <Shopping />
    </>
  );
}
