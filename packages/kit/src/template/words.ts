/** The words of a list such as `'alt src width'`, as a union. */
export type Words<
  List extends string,
  Found extends string = never,
> = List extends `${infer Word} ${infer Rest}` ? Words<Rest, Found | Word> : Found | List;
