/** A garden that random steps change: the same seed and number of steps give the same garden. */
export interface Garden {
  seed: number;
  title: string;
  points: readonly number[];
  beds: readonly Bed[];
  sown: Date;
  extra: boolean;
}

export interface Bed {
  key: string;
  note: string;
  tags: readonly string[];
  bloom?: string | undefined;
}

/** The garden of a seed after so many steps. */
export function gardenAfter(seed: number, steps: number): Garden {
  let garden: Garden = {
    seed,
    title: 'Garden',
    points: [1, 2, 3],
    beds: ['a', 'b', 'c'].map((key) => ({ key, note: key, tags: [key] })),
    sown: new Date(0),
    extra: false,
  };
  for (let i = 0; i < steps; i++) garden = step(garden);
  return garden;
}

/** The next garden. */
export function step(garden: Garden): Garden {
  const draw = drawFrom(garden.seed);
  const changed = changes[draw.below(changes.length)]?.(garden, draw.below) ?? garden;
  return { ...changed, seed: draw.seed() };
}

type Below = (end: number) => number;

const words = ['rue', 'sage <b>', 'mint & thyme', '"dill"', '', '</skerry-island>', 'ünïcode 🌱'];
const word = (below: Below) => words[below(words.length)] as string;

const changes: ((garden: Garden, below: Below) => Garden)[] = [
  (garden, below) => ({ ...garden, title: `${word(below)} ${below(100)}` }),
  (garden, below) => ({ ...garden, points: [...garden.points, below(100)] }),
  (garden, below) => ({ ...garden, points: [...garden.points.slice(1), below(100)] }),
  (garden, below) => ({ ...garden, points: garden.points.toSpliced(below(5), 2, below(9)) }),
  (garden, below) => ({ ...garden, sown: new Date(below(2 ** 31)) }),
  (garden) => ({ ...garden, extra: !garden.extra }),
  (garden, below) => ({
    ...garden,
    beds: garden.beds.toSpliced(below(garden.beds.length + 1), 0, {
      key: `k${garden.seed % 10_000}`,
      note: word(below),
      tags: [],
    }),
  }),
  (garden, below) => ({ ...garden, beds: garden.beds.toSpliced(below(garden.beds.length), 1) }),
  (garden, below) => ({
    ...garden,
    beds: garden.beds.toSorted((a, b) => (a.key + below(3) < b.key ? -1 : 1)),
  }),
  (garden, below) => withBed(garden, below, (bed) => ({ ...bed, note: word(below) })),
  (garden, below) =>
    withBed(garden, below, (bed) => ({ ...bed, tags: [...bed.tags, word(below)] })),
  (garden, below) =>
    withBed(garden, below, (bed) => ({ ...bed, bloom: bed.bloom ? undefined : word(below) })),
];

function withBed(garden: Garden, below: Below, change: (bed: Bed) => Bed): Garden {
  const at = below(garden.beds.length || 1);
  return { ...garden, beds: garden.beds.map((bed, i) => (i === at ? change(bed) : bed)) };
}

/** Draws whole numbers (mulberry32, T. Ettinger). */
function drawFrom(seed: number): { below: Below; seed(): number } {
  let state = seed;
  return {
    seed: () => state >>> 0,
    below(end) {
      state = (state + 0x6d2b79f5) | 0;
      let bits = Math.imul(state ^ (state >>> 15), 1 | state);
      bits ^= bits + Math.imul(bits ^ (bits >>> 7), 61 | bits);
      return ((bits ^ (bits >>> 14)) >>> 0) % end;
    },
  };
}
