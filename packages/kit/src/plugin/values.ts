import { describe } from '../core/describe.js';
import { fail, type SkerryError } from '../core/errors.js';

/**
 * The values that plugins provide to each other, by name. A plugin declares those that it provides.
 *
 * @example
 * declare module '@skerry/kit' {
 *   interface PluginValues {
 *     'acme:clock': Clock;
 *   }
 * }
 */
export interface PluginValues {}

/** The name of a value that some plugin provides. */
export type ValueName = keyof PluginValues & string;

/** The part of a plugin's setup that exchanges values with other plugins. */
export interface ValueExchange {
  /** Provides a value to the plugins that are set up after this one, and see its folder. @throws SkerryError `bad-plugin` */
  provide<Name extends ValueName>(name: Name, value: PluginValues[Name]): void;
  /** Returns the value that another plugin provides. @throws SkerryError `not-provided` */
  inject<Name extends ValueName>(name: Name): PluginValues[Name];
  /** Returns the value that another plugin provides, or `undefined` if none does. */
  inject<Name extends ValueName>(
    name: Name,
    options: { readonly optional: true },
  ): PluginValues[Name] | undefined;
}

/** A plugin, and the folder of pages that it is registered for; `''` for the whole app. */
export interface Seat {
  readonly plugin: string;
  readonly folder: string;
}

interface Provided extends Seat {
  readonly value: unknown;
}

/** A failed `inject` during set-up: who could have provided the value is known when all plugins are set up. */
export class MissingValue extends Error {
  constructor(
    readonly seat: Seat,
    readonly value: string,
  ) {
    super(`The plugin "${seat.plugin}" asks for "${value}".`);
  }
}

/** The values that the plugins of an app provide. */
export class Values {
  readonly #values = new Map<string, Provided[]>();
  #isSettingUp = true;

  /** Says that every plugin has provided its values. */
  endSetup(): void {
    this.#isSettingUp = false;
  }

  /** The exchange as one plugin sees it. */
  exchangeOf(seat: Seat): ValueExchange {
    return {
      provide: (name: string, value: unknown) => this.#provide(seat, name, value),
      inject: (name: string, options?: { optional?: boolean }) =>
        this.#inject(seat, name, options?.optional === true),
      // seam: the types of the values are those that plugins declare
    } as ValueExchange;
  }

  /** The error for a plugin that asks for a value which it cannot see. */
  missing({ seat, value }: MissingValue): SkerryError {
    const providers = (this.#values.get(value) ?? []).map(({ plugin, folder }) => ({
      plugin,
      folder,
      isSeen: encloses(folder, seat.folder),
    }));
    return fail('not-provided', { ...seat, value, providers });
  }

  #provide(seat: Seat, name: string, value: unknown): void {
    const { plugin } = seat;
    checkName(plugin, name);
    if (!this.#isSettingUp)
      throw fail('bad-plugin', { plugin, problem: `provides "${name}" after its setup` });
    const provided = this.#values.get(name) ?? [];
    const other = provided.find(({ folder }) => folder === seat.folder);
    if (other)
      throw fail('bad-plugin', {
        plugin,
        problem: `provides "${name}", which the plugin "${other.plugin}" provides already`,
      });
    this.#values.set(name, [...provided, { ...seat, value }]);
  }

  /** The value of the nearest folder. */
  #inject(seat: Seat, name: string, optional: boolean): unknown {
    checkName(seat.plugin, name);
    const seen = (this.#values.get(name) ?? [])
      .filter(({ folder }) => encloses(folder, seat.folder))
      .sort((a, b) => b.folder.length - a.folder.length);
    if (seen[0]) return seen[0].value;
    if (optional) return undefined;
    const missing = new MissingValue(seat, name);
    throw this.#isSettingUp ? missing : this.missing(missing);
  }
}

/** @throws SkerryError `bad-plugin` */
function checkName(plugin: string, name: unknown): void {
  if (typeof name !== 'string' || name === '')
    throw fail('bad-plugin', { plugin, problem: `names a value by ${describe(name)}` });
}

/** Tells whether a folder is another one or lies around it. */
export const encloses = (outer: string, inner: string): boolean =>
  outer === '' || `${inner}/`.startsWith(`${outer}/`);
