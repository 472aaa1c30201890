import Heavy from '../islands/heavy.island.tsx';

const names = (rank: string) => Array.from({ length: 17 }, (_, i) => `${rank}-${i}`);

export default () => (
  <>
    {names('low').map((name) => (
      <Heavy key={name} client:load client:priority="low" name={name} />
    ))}
    {names('visible').map((name) => (
      <Heavy key={name} client:load name={name} />
    ))}
    {names('high').map((name) => (
      <Heavy key={name} client:load client:priority="high" name={name} />
    ))}
  </>
);
