/** Never answers. */
export const GET = () => new Promise(() => {});
