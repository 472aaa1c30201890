import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { h } from 'preact';
import { renderToString } from 'preact-render-to-string';

import Counter, { type CounterProps } from '../app/src/islands/counter.js';
import type { AstroPackages } from './packages.js';

/** One use of the counter; without a directive it stays HTML. */
export interface Use {
  props: CounterProps;
  directive?: 'load' | 'idle' | 'visible' | 'media';
  /** The value of the directive. */
  value?: unknown;
}

/** The URLs of an island's modules. */
export interface Chunks {
  component: string;
  renderer: string;
}

/** Writes pages as `astro build` does: the bytes are the same, except for the names of files. */
export class AstroPages {
  private constructor(
    private readonly runtime: Runtime,
    private readonly scripts: Record<string, string>,
    private readonly chunks: Chunks,
  ) {}

  static async with(packages: AstroPackages, chunks: Chunks): Promise<AstroPages> {
    const folder = join(packages.astro, 'dist/runtime');
    const load = (file: string): Promise<Record<string, unknown>> =>
      import(pathToFileURL(join(folder, file)).href);
    const [serialize, escape, hash, styles] = await Promise.all(
      ['serialize', 'escape', 'shorthash', 'astro-island-styles'].map((name) =>
        load(`server/${name}.js`),
      ),
    );
    const scripts: Record<string, string> = {};
    for (const name of ['load', 'idle', 'visible', 'media'])
      scripts[name] = (await load(`client/${name}.prebuilt.js`)).default as string;
    scripts.island = (await load('server/astro-island.prebuilt.js')).default as string;
    const runtime = { ...serialize, ...escape, ...hash, ...styles } as unknown as Runtime;
    return new AstroPages(runtime, scripts, chunks);
  }

  /** A whole document of counters and other markup. */
  write(title: string, parts: readonly (Use | string)[]): string {
    const seen = new Set<string>();
    // Astro renders all components once before, and counts those.
    let id = parts.filter((part) => typeof part !== 'string').length;
    const body = parts.map((part) => {
      if (typeof part === 'string') return part;
      const at = id++;
      return part.directive
        ? this.#prescripts(part.directive, seen) + this.#island(part, at)
        : markup(part.props);
    });
    return (
      '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">' +
      '<meta name="viewport" content="width=device-width, initial-scale=1">' +
      `<title>${title}</title></head><body><main>${body.join('')}</main></body></html>`
    );
  }

  /** The scripts before the first island, and before the first of each directive. */
  #prescripts(directive: string, seen: Set<string>): string {
    if (seen.has(directive)) return '';
    const isFirst = seen.size === 0;
    seen.add(directive);
    const script = `<script>${this.scripts[directive]}</script>`;
    if (!isFirst) return script;
    const styles = `<style>${this.runtime.ISLAND_STYLES}</style>`;
    return `${styles}${script}<script>${this.scripts.island}</script>`;
  }

  #island({ props, directive, value = true }: Use, id: number): string {
    const { escapeHTML, serializeProps, shorthash } = this.runtime;
    const html = markup(props);
    const data = serializeProps(props, {});
    const attributes = {
      uid: shorthash(`<!--default:${source}-->\n${html}\n${data}`),
      'data-preact-island-id': String(id),
      'component-url': this.chunks.component,
      'component-export': 'default',
      'renderer-url': this.chunks.renderer,
      props: escapeHTML(data),
    };
    const opts = escapeHTML(JSON.stringify({ name: 'Counter', value }));
    const text = Object.entries(attributes).map(([name, value]) => ` ${name}="${value}"`);
    return (
      `<astro-island${text.join('')} ssr client="${directive}" opts="${opts}" await-children>` +
      `${html}<!--astro:end--></astro-island>`
    );
  }
}

/** The parts of Astro's server code that write the pages. */
interface Runtime {
  ISLAND_STYLES: string;
  escapeHTML(text: string): string;
  serializeProps(props: object, metadata: object): string;
  shorthash(text: string): string;
}

const source = '/app/src/components/counter.tsx';
const markup = (props: CounterProps): string => renderToString(h(Counter, props));
