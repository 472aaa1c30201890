import { definePlugin, deny } from '@skerry/kit';

/** Keeps everybody from the guarded pages, by comparing paths as an author would who thinks of no other spelling. */
export const guard = definePlugin({
  name: 'edge:guard',
  setup({ hooks }) {
    hooks.beforeRequest.tap(({ url, request }) => {
      if (url.pathname === '/guarded') return deny('Nobody may read this.');
      if (request.url.endsWith('/guarded/too')) return deny('Nor this.');
    });
  },
});
