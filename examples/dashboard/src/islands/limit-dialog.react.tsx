/** @jsxImportSource react */
import { useLive } from '@skerry/islands/react';
import { type FormEvent, useRef, useState } from 'react';

import type Dashboard from '../live/dashboard.live.tsx';

/** Asks for another limit. What is typed stays while the dashboard goes on. */
export default function LimitDialog({ limit }: { limit: number }) {
  const live = useLive<typeof Dashboard>();
  const dialog = useRef<HTMLDialogElement>(null);
  const [error, setError] = useState('');

  const save = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    try {
      await live?.send('setLimit', { limit: Number(fields.get('limit')) });
      setError('');
      dialog.current?.close();
    } catch {
      setError('The limit could not be changed.');
    }
  };

  return (
    <>
      <button onClick={() => dialog.current?.showModal()}>Change the limit</button>
      <dialog ref={dialog} aria-label="Limit">
        <form onSubmit={save}>
          <label>
            Limit in MB{' '}
            <input name="limit" type="number" min={1} max={9999} required defaultValue={limit} />
          </label>{' '}
          <button>Save</button>
          <p role="alert">{error}</p>
        </form>
      </dialog>
    </>
  );
}
