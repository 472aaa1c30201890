import type { ErrorProps } from '@skerry/kit';

const titleOf = ({ status }: ErrorProps): string =>
  status === 404 ? 'No such page' : 'This page failed';

export const head = (props: ErrorProps) => ({ title: titleOf(props) });

export default function ErrorPage(props: ErrorProps) {
  return (
    <>
      <h1>{titleOf(props)}</h1>
      <p>{props.reason}</p>
      <p>
        <a href="/">All posts</a>
      </p>
    </>
  );
}
