/** What the build puts in beside the sources. */

declare const __VERSION__: string;
