import type { Random } from './random.js';
import type { Attribute, FieldType, Part } from './view.js';

/** The members that a part of a view reads. */
export type State = Record<string, unknown>;
type Row = State & { id: number };

const texts = ['', 'a', 'b', 'a b', ' x ', '<b>', '&amp;', 'é', 'long '.repeat(5), 0, 7, null];
const values = ['', 'x', 'y z', '"<&', null];
const styles = [
  '',
  'color:red',
  'COLOR : blue ;; margin:0  1px',
  '--a:1; top: 0',
  'nonsense',
  null,
];
const fieldValues: Record<FieldType, readonly unknown[]> = {
  text: ['x', 'y z', '"<&', ' '],
  number: ['1', '2', '3.50', 'none'],
  checkbox: [true, false],
  textarea: ['', 'x', '\ny', ' a\nb ', '<b>&amp;'],
  select: ['a', 'b', 'c'],
  multiple: [['a'], ['b', 'c'], ['a', 'b', 'c']],
  rich: ['', 'x', 'y z', '<&'],
};
const inlineMarkup = ['', 'text', '<em>e</em>', 'a<em>b</em>c', '&lt;'];
const markup = [...inlineMarkup, '<hr>', '<ul><li>a<li>b</ul>', '<p>p</p>text'];
const comments = [
  '<!-- note -->',
  'a<!---->b',
  '<!--[if mso]>x<![endif]-->',
  '<!--0-->',
  '<!--]-->',
];

/** Makes random states for views, and changes them. */
export class StateMaker {
  constructor(
    readonly random: Random,
    readonly hasComments: boolean,
  ) {}

  /** A state for what these parts read. */
  make(parts: readonly Part[]): State {
    return this.next(parts, {});
  }

  /** A state that differs here and there from the one before; what is not there yet is made. */
  next(parts: readonly Part[], before: State): State {
    const after = { ...before };
    for (const part of parts) this.#change(part, before, after);
    return after;
  }

  #change(part: Part, before: State, after: State): void {
    const { random } = this;
    const set = (name: string, make: () => unknown): void => {
      if (!(name in before) || random.below(3) === 0) after[name] = make();
    };
    const inside = (parts: readonly Part[]): void =>
      void Object.assign(after, this.next(parts, after));
    switch (part.kind) {
      case 'text':
        return;
      case 'hole':
        return set(part.name, () => random.pick(texts));
      case 'field':
        return set(part.name, () => random.pick(fieldValues[part.type]));
      case 'raw': {
        const choices = part.inline ? inlineMarkup : markup;
        return set(part.name, () =>
          random.pick(this.hasComments ? [...choices, ...comments] : choices),
        );
      }
      case 'element':
        for (const attribute of part.attributes) this.#attribute(attribute, set);
        return inside(part.inside);
      case 'condition':
        set(part.name, () => random.below(2) > 0);
        return inside([...part.inside, ...part.otherwise]);
      case 'list':
        after[part.name] = this.#rows(part.inside, before[part.name] as Row[] | undefined);
        return;
      case 'component':
      case 'shadow':
        return inside(part.inside);
      case 'region':
        after[part.name] = this.next(part.inside, (before[part.name] ?? {}) as State);
        return;
      case 'island':
        set(part.name, () => random.pick(['one', 'two', '']));
        return inside(part.inside);
    }
  }

  #attribute(
    { name, member, isFlag }: Attribute,
    set: (name: string, make: () => unknown) => void,
  ): void {
    const { random } = this;
    if (member === undefined) return;
    set(member, () =>
      isFlag ? random.below(2) > 0 : random.pick(name === 'style' ? styles : values),
    );
  }

  #rows(inside: readonly Part[], before: readonly Row[] = []): Row[] {
    const { random } = this;
    const rows = before.map((row) =>
      random.below(3) ? row : { ...this.next(inside, row), id: row.id },
    );
    for (let times = random.below(4); times > 0; times--) {
      const at = random.below(rows.length + 1);
      const id = random.below(8);
      const [taken] = rows.splice(at, random.below(2));
      if (taken && random.below(2)) rows.splice(random.below(rows.length + 1), 0, taken);
      else if (!rows.some((row) => row.id === id))
        rows.splice(at, 0, { ...this.next(inside, {}), id });
    }
    if (random.below(12) === 0) rows.reverse();
    return rows;
  }
}
