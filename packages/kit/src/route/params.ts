/**
 * The params in a pattern, as a pattern is written: `{ slug: string }` of `/posts/:slug` and of `/posts/:slug.json`,
 * `{ path: string }` of `/files/*path`. Those of a text that is known at run time only may have any names.
 */
export type ParamsOf<Path extends string> = string extends Path
  ? Record<string, string>
  : { [Name in NamesIn<Path>]: string };

type NamesIn<Path extends string> = Path extends `${infer Segment}/${infer Rest}`
  ? NameIn<Segment> | NamesIn<Rest>
  : NameIn<Path>;

type NameIn<Segment extends string> = Segment extends `:${infer Name}.${string}`
  ? Name
  : Segment extends `:${infer Name}` | `*${infer Name}`
    ? Name
    : never;
