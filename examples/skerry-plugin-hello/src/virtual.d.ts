declare module 'virtual:hello/greeting' {
  const greeting: string;
  export default greeting;
}
