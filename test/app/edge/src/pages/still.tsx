export const prerender = true;

/** A page that is a file. */
export default () => <p>Still</p>;
