/** Answers with how long the body was. */
export const POST = async ({ req }: { req: Request }) => `${(await req.text()).length}`;
