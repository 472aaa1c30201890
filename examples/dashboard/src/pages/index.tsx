import Dashboard from '../live/dashboard.live.tsx';

export default function Home() {
  return (
    <>
      <h1>Memory</h1>
      <Dashboard />
    </>
  );
}
