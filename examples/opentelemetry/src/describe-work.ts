import { type Attributes, SpanKind } from '@opentelemetry/api';
import type { TracedWork } from '@skerry/kit';

/** The name and the attributes of a span, as far as they are known. */
export interface Described {
  readonly name: string;
  readonly kind?: SpanKind;
  readonly attributes: Attributes;
}

/** A function that describes the work on each channel, when it begins and again when it has ended. */
export type Describers = {
  readonly [Name in keyof TracedWork]: (work: TracedWork[Name]) => Described;
};

/**
 * Describes the work on each channel: requests by the semantic conventions of OpenTelemetry for HTTP, the rest under `skerry.`. Names have few
 * values: routes and views, and neither paths nor ids.
 */
export const describers: Describers = {
  'skerry:request': ({ method, path, route, status }) => ({
    name: route === undefined ? method : `${method} ${route}`,
    kind: SpanKind.SERVER,
    attributes: {
      'http.request.method': method,
      'url.path': path,
      ...(route !== undefined && { 'http.route': route }),
      ...(status !== undefined && { 'http.response.status_code': status }),
    },
  }),
  'skerry:join': ({ connection, region, isResumed, code }) => ({
    name: region ? `join ${region.view}` : 'join',
    kind: SpanKind.SERVER,
    attributes: {
      'skerry.connection': connection,
      ...(region && { 'skerry.region': region.id, 'skerry.resumed': isResumed ?? false }),
      ...(code !== undefined && { 'skerry.code': code }),
    },
  }),
  'skerry:event': ({ region, event, code }) => ({
    name: `event ${region.view}.${event}`,
    kind: SpanKind.SERVER,
    attributes: {
      'skerry.region': region.id,
      'url.path': region.path,
      ...(code !== undefined && { 'skerry.code': code }),
    },
  }),
  'skerry:render': ({ region, path, file }) => ({
    name: `render ${region?.view ?? file}`,
    attributes: { 'url.path': path, ...(region && { 'skerry.region': region.id }) },
  }),
  'skerry:flush': ({ name, path, bytes }) => ({
    name: `flush ${name}`,
    attributes: { 'url.path': path, ...(bytes !== undefined && { 'skerry.characters': bytes }) },
  }),
  'skerry:hook': ({ hook, plugin }) => ({
    name: `${hook} ${plugin}`,
    attributes: { 'skerry.hook': hook, 'skerry.plugin': plugin },
  }),
};
