import type { PluginParts } from '@skerry/kit/server';
import { addedRoute, createRouteTable, patternText, routeFile } from '@skerry/kit/server';

type Segments = Readonly<ReturnType<typeof addedRoute>['segments']>;

/** What the types of an app's routes are made of. */
export interface TypedRoutes {
  /** The files under `src/pages`, by their paths there. */
  readonly files: readonly string[];
  /** The routes that plugins add. */
  readonly parts: Pick<PluginParts, 'pages' | 'endpoints'>;
  /** False if links and redirects may have any path. */
  readonly checksPaths: boolean;
  /** True if the app is under a path, which links have in front of those of the routes. */
  readonly hasBase: boolean;
}

/**
 * Writes the types of an app's routes as a module of TypeScript: the routes with their paths, and a check of the exports of each file.
 *
 * @throws SkerryError `bad-route`, `route-conflict`
 */
export function routeTypes({ files, parts, checksPaths, hasBase }: TypedRoutes): string {
  const added = (['pages', 'endpoints'] as const).flatMap((kind) =>
    parts[kind].map(({ plugin, folder, pattern }) =>
      addedRoute(plugin, pattern, kind === 'pages' ? 'page' : 'endpoint', folder, pattern),
    ),
  );
  const routes = createRouteTable(files, added).routes.map(({ pattern, kind, segments }) => {
    const own = checksPaths ? pathType(segments) : 'string';
    const paths = hasBase ? `path: string; readonly own: ${own}` : `path: ${own}`;
    return `    ${text(pattern)}: { readonly kind: '${kind}'; readonly ${paths} };\n`;
  });
  const checks = files.map(checkOf).filter((check) => check !== '');
  const names = [...new Set(checks.map((check) => /satisfies (\w+)/.exec(check)?.[1]))].sort();
  const imports =
    names.length > 0 ? `import type { ${names.join(', ')} } from '@skerry/kit';\n` : '';
  return `${head}${imports}export {};

declare module '@skerry/kit' {
  interface Routes {
${routes.join('')}  }
}

// An error here is one of the file in its line: of an export that does not fit.
${checks.join('')}`;
}

const head = `// Written by Skerry, as the app is served, built or checked with \`skerry types\`. Not to be edited, and not to be kept in Git.
`;

/** The check of one file. Those in JavaScript have no types. */
function checkOf(file: string): string {
  const route = routeFile(file);
  if (!route || route.kind === 'plugins' || !/\.tsx?$/.test(file)) return '';
  const type = {
    page: `PageExports<${text(patternText(route.segments))}>`,
    layout: `LayoutExports<${text(patternText(route.segments))}>`,
    error: 'ErrorExports',
    endpoint: `EndpointExports<${text(patternText(route.segments))}>`,
  }[route.kind];
  const module = text(`../src/pages/${file.replace(/\.tsx?$/, '.js')}`);
  return `({}) as typeof import(${module}) satisfies ${type};\n`;
}

const text = (value: string): string =>
  `'${JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;

/** The type of the paths that a route answers, with a query and a fragment. */
function pathType(segments: Segments): string {
  const parts = segments.map((segment) =>
    segment.kind === 'fixed'
      ? inTemplate(segment.text)
      : segment.kind === 'param'
        ? `\${string}${inTemplate(segment.ending)}`
        : '${string}',
  );
  const whole = `/${parts.join('/')}`;
  const types = [whole];
  // A rest may be empty.
  if (segments.at(-1)?.kind === 'rest') types.push(`/${parts.slice(0, -1).join('/')}`);
  const open = types.filter((type) => !type.endsWith('${string}'));
  const all = [...types, ...open.flatMap((type) => [`${type}?\${string}`, `${type}#\${string}`])];
  return all.map((type) => `\`${type}\``).join(' | ');
}

const inTemplate = (value: string): string => value.replaceAll(/[`\\$]/g, String.raw`\$&`);
