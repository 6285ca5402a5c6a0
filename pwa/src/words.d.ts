/** One language's half of a file of words; build/words.ts makes it. */

declare module "*?zh" {
  const words: Record<string, string>;
  export default words;
}

declare module "*?en" {
  const words: Record<string, string>;
  export default words;
}
