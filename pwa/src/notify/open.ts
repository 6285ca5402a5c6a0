/** The parts that other screens show of notifications; each comes with its words when it is first needed. */

import { defineAsyncComponent } from "vue";
import { FURTHER } from "../ui/further_words";
import { addWords, withWords } from "../ui/i18n";

addWords(FURTHER);

export const MyWays = defineAsyncComponent(withWords(["notify"], () => import("./MyWays.vue")));
export const ToldLines = defineAsyncComponent(withWords(["notify"], () => import("./ToldLines.vue")));
export const PushOffer = defineAsyncComponent(withWords(["notify"], () => import("./PushOffer.vue")));
