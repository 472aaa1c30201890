// The naive pattern of the package `isbot`, less what browsers say too. Its full list also has browsers without a
// window, and those join their regions.
const pattern = /(?<!\bcu)bot|crawl|http|spider/i;

/** Whether a `user-agent` is one of those who read pages for others: they never join a region. */
export const isCrawler = (agent: string | null): boolean => agent !== null && pattern.test(agent);
