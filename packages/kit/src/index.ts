export { type AppConfig, defineApp, type Plugin } from './core/config.js';
export {
  type Denial,
  deny,
  type Interrupt,
  type Missing,
  notFound,
  type Redirect,
  redirect,
} from './core/deny.js';
export { type ErrorCode, SkerryError, VisibleError } from './core/errors.js';
export type * from './core/locals.js';
export type * from './core/routes.js';
export type { Limits } from './core/limits.js';
export type { Log } from './core/log.js';
export type { LiveSession, Session } from './core/session.js';
export type { HookName, HookPayloads } from './hooks/payloads.js';
export type { ConnectionInfo, RefusalReason, RefusedStep, RegionInfo } from './hooks/subjects.js';
export { publish } from './live/messages/app-publish.js';
export type { ServerContext, ServerEnd, ServerModule } from './page/server-module.js';
export type { CollectContext, IslandCollector, IslandsModule } from './page/islands-module.js';
export { useLocals } from './core/blame.js';
export { isAhead, isCrawler } from './core/request-context.js';
export { type Trace, traceOf } from './core/trace.js';
export type { Traced, TracedRequest, TraceOutcome } from './core/traced.js';
export type {
  TracedEvent,
  TracedFlush,
  TracedJoin,
  TracedRender,
  TracedTap,
  TracedWork,
} from './tracing/contexts.js';
export type { CookieOptions, Cookies } from './core/request-cookies.js';
export {
  defineEndpoint,
  type DefinedEndpoint,
  type EndpointContext,
  type EndpointEvent,
  type EndpointEventContext,
  type EndpointHandler,
} from './endpoint/define.js';
export type { InputOptions } from './endpoint/input.js';
export { InputError, type InputIssue } from './endpoint/input-error.js';
export type { ParamsOf } from './route/params.js';
export type { Guard, GuardedStep, GuardVisit } from './core/guard.js';
export type { CloseReason } from './core/close-reason.js';
export type { Frame, FrameReceiver, Transport } from './core/transport.js';
export type { PluginApi, PluginSessions, PluginSite } from './plugin/api.js';
export {
  definePlugin,
  type PluginDefinition,
  type PluginDependency,
  type PluginFactory,
} from './plugin/define.js';
export type {
  BuildEnvironment,
  BuildParts,
  ClientPlace,
  EndpointHandlers,
} from './plugin/parts.js';
export type * from './plugin/values.js';
export type { PluginHooks } from './hooks/types.js';
export {
  defineLive,
  event,
  guarded,
  type LiveEvent,
  type LiveView,
  type RenderContext,
  type ViewDefinition,
} from './live/author/define.js';
export type { On } from './live/author/on.js';
export { form } from './live/form/form.js';
export type { Form, FormFields, FormOptions, HandlerForm } from './live/form/form-types.js';
export type { FormState } from './live/form/form-state.js';
export type { MessageHandlers } from './live/author/message-handlers.js';
export type * from './live/messages/topics.js';
export type * from './live/messages/emitted-events.js';
export type { Loadable } from './core/loadable.js';
export type { Issue } from '@skerry/wire';
export {
  type InvalidEvent,
  type LiveContext,
  type Loader,
  type MountContext,
  pending,
  type RegionTimers,
  type TimerArguments,
  type TimerOptions,
  type UnmountContext,
  type UnmountReason,
} from './live/author/contexts.js';
export type { Head, JsonLd } from './page/head.js';
export type { OpenGraph, OpenGraphImage } from './page/open-graph.js';
export type { EndpointExports, ErrorExports, LayoutExports, PageExports } from './page/exports.js';
export type {
  ErrorProps,
  LayoutProps,
  PageModule,
  PageParams,
  PageProps,
  Prerender,
} from './page/module.js';
export type { Binding, BindingOptions, FieldBinding, QueuePolicy } from './template/binding.js';
export type {
  ErrorBoundaryElement,
  SuspenseElement,
  SuspenseGroupElement,
} from './template/boundary.js';
export {
  ErrorBoundary,
  type ErrorBoundaryProps,
  type HoleProps,
  type LoadedProps,
  SuspenseGroup,
  type SuspenseGroupProps,
  Suspense,
  type SuspenseProps,
} from './template/suspense.js';
export type { Child } from './template/child.js';
export type { PageChild } from './template/suspense.js';
export { For, type ForProps } from './template/list/for.js';
export type { ClassValue, StyleValue } from './jsx/jsx-attributes.js';
export { Fragment } from './jsx/jsx-runtime.js';
export type { JSX } from './jsx/jsx-types.js';
export type { IslandInfo } from './template/island/island-element.js';
export { type KeyedList, list } from './template/list/keyed-list.js';
export { type Raw, unsafeHtml } from './template/raw.js';
export { sanitize } from './template/sanitize.js';
export type { Rendered } from './template/template.js';
