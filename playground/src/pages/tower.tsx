import Tower from '../live/tower.live.tsx';

export const head = { title: 'Tower' };

export default function TowerPage() {
  return (
    <>
      <h1>Tower</h1>
      <p class="lead">
        The seconds come from a timer of the region, which rests while nobody looks; the flashes are
        published by code that starts with the server.
      </p>
      <Tower />
    </>
  );
}
