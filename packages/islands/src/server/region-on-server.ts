/** The region around an island while the server renders it. It takes no events: the browser does. */
const region = {
  live: {
    send(event: string): never {
      throw new Error(
        `useLive().send(${JSON.stringify(event)}) was called while the island was rendered. Call it in a handler or in an effect.`,
      );
    },
  },
  addEventListener() {},
  removeEventListener() {},
};

/** Takes the place of the host of an island in a region on the server: `useLive` looks for the region from there. */
export const hostInRegion = { closest: () => region } as unknown as HTMLElement;
