import { join } from 'node:path';

import { API, type Project, type Symbol, SymbolFlags, type Type } from 'typescript/unstable/sync';

/** An export or a member, as editors show it. */
export interface Documented {
  readonly name: string;
  /** The text of its doc comment, on one line; empty without one. */
  readonly doc: string;
  readonly type: string;
}

const kit = join(import.meta.dirname, '../../packages/kit');

/** Reads the doc comments of kit with the compiler. */
export class Sources {
  readonly #api = new API({ cwd: kit });
  readonly #project: Project;

  constructor() {
    const opened = this.#api.updateSnapshot({ openProject: join(kit, 'tsconfig.json') });
    this.#project = opened.getProjects()[0] as Project;
  }

  /** An export of a file under `packages/kit/src`. */
  read(file: string, name: string): Documented {
    return this.#documented(this.#exported(file, name));
  }

  /** The members of an exported type or object; those of one of its members, where that is named. */
  membersOf(file: string, name: string, member?: string): Documented[] {
    let owner = this.#exported(file, name);
    if (member) owner = this.#propertiesOf(owner).find((one) => one.name === member) ?? owner;
    return this.#propertiesOf(owner).map((property) => this.#documented(property));
  }

  close(): void {
    this.#api.close();
  }

  #exported(file: string, name: string): Symbol {
    const { checker, program } = this.#project;
    const source = program.getSourceFile(join(kit, 'src', file));
    const symbol =
      source &&
      checker
        .getSymbolAtLocation(source)
        ?.getExports()
        .get(name as never);
    if (!symbol) throw new Error(`${file} exports no ${name}.`);
    return symbol;
  }

  #propertiesOf(symbol: Symbol): readonly Symbol[] {
    return this.#project.checker.getPropertiesOfType(this.#typeOf(symbol));
  }

  #typeOf(symbol: Symbol): Type {
    const { checker } = this.#project;
    const isType = (symbol.flags & SymbolFlags.Type) !== 0;
    return (
      isType ? checker.getDeclaredTypeOfSymbol(symbol) : checker.getTypeOfSymbol(symbol)
    ) as Type;
  }

  #documented(symbol: Symbol): Documented {
    const { checker } = this.#project;
    const doc = symbol.getDocumentationComment(checker).replaceAll('\n', ' ');
    return { name: symbol.name, doc, type: checker.typeToString(this.#typeOf(symbol)) };
  }
}
