/** What every test starts with. */

// Pure modules are tried without a page, and say nothing.
if (typeof document !== "undefined") await (await import("./say_everything")).sayEverything();
