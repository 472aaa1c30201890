export { type App, type AppOptions, createApp, livePath } from './app/app.js';
export { createListener, type Listener } from './node/listener.js';
export { type MainOptions, runServer } from './node/main.js';
export { type PrerenderMessage, runPrerender } from './app/prerender-main.js';
export type { Prerendered } from './app/prerendered.js';
export { type RunningServer, serveApp, type ServeOptions } from './node/serve.js';
export type { AppModules } from './app/site.js';
export { type Assets, type ClientAssets, noAssets } from './page/assets.js';
export { createRouteTable } from './route/table.js';
