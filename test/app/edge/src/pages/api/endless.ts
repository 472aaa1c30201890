/** A stream that has no end. */
export const GET = () =>
  new Response(
    new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(64 * 1024)) }),
  );
