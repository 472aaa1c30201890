/** Returns the memory that the server takes, in MB. */
export const memoryInUse = (): number => Math.round(process.memoryUsage.rss() / 100_000) / 10;
