declare module '@prefresh/utils' {
  /** Replaces the components on the page that have new versions. */
  export function flush(): void;
}
