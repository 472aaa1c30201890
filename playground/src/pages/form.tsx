import Voyage from '../live/voyage.live.tsx';

export const head = { title: 'Form' };

export default function FormPage() {
  return (
    <>
      <h1>Form</h1>
      <p class="lead">
        One form in three steps, with rows that come and go, and a secret that the server tells
        nobody. Each step is checked before the next one.
      </p>
      <Voyage />
    </>
  );
}
