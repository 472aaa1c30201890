import { PropsInspector } from './inspect-props.js';

/** The props of an island, and what kind of data they are. */
export interface PropsForm {
  /** The props without those that are `undefined`. */
  readonly data: Readonly<Record<string, unknown>>;
  /** True if JSON can write all of it. */
  readonly plain: boolean;
  /** True if an object is in more than one place, or in itself. */
  readonly linked: boolean;
}

/** Props are replaced, never mutated, and a differ meets the same ones twice. */
const forms = new WeakMap<object, PropsForm>();

/**
 * Looks through the props of an island, once.
 *
 * @throws IslandPropsError when one of them is no data
 */
export function formOf(island: string, props: Readonly<Record<string, unknown>>): PropsForm {
  let form = forms.get(props);
  if (!form) {
    const data = withoutUndefined(props);
    const inspector = new PropsInspector(island);
    inspector.inspect(data);
    form = { data, plain: inspector.plain, linked: inspector.linked };
    forms.set(props, form);
  }
  return form;
}

function withoutUndefined(props: Readonly<Record<string, unknown>>) {
  const members = Object.entries(props);
  const given = members.filter(([, value]) => value !== undefined);
  return given.length < members.length ? Object.fromEntries(given) : props;
}
