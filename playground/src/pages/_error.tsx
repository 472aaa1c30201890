import type { ErrorProps } from '@skerry/kit';

export const head = ({ status }: ErrorProps) => ({ title: `${status}` });

export default function ErrorPage({ status, reason, error }: ErrorProps) {
  return (
    <div class="adrift">
      <p class="status">{status}</p>
      <h1>
        {status === 404
          ? 'Only water here'
          : status === 403
            ? 'These waters are closed'
            : 'We ran aground'}
      </h1>
      <p>{reason}</p>
      {error !== undefined && <pre>{error instanceof Error ? error.stack : String(error)}</pre>}
      <p>
        <a class="button" href="/">
          Back to the harbour
        </a>
      </p>
    </div>
  );
}
