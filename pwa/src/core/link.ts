/** Whether the socket is up and greeted: then news comes by itself and nothing has to be pulled. */

import { shallowRef, type Ref } from "vue";

export const isLive: Ref<boolean> = shallowRef(false);
