import type { PageProps } from '@skerry/kit';

export const head = { title: 'Ship' };

export default function Ship({ params }: PageProps) {
  return <h1>{params['name']}</h1>;
}
