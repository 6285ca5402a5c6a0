/** The parts that other screens show of notifications, each with its words. Loaded when first needed, so that no screen carries it. */

import { addWords, withWords } from "../ui/i18n";

// Not from `further_words.ts`: a file shared with the list of screens would have to be named at the first load.
addWords({ zh: { notify: () => import("../ui/words/notify?zh") }, en: { notify: () => import("../ui/words/notify?en") } });

export const myWays = withWords(["notify"], () => import("./MyWays.vue"));
export const toldLines = withWords(["notify"], () => import("./ToldLines.vue"));
export const pushOffer = withWords(["notify"], () => import("./PushOffer.vue"));
