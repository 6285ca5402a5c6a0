/** Starts the app. */

import { createApp } from "vue";
import App from "./App.vue";
import { applyLook } from "./look";
import { router } from "./router";
import "./styles/tokens.css";
import "./styles/vant.css";
import "./styles/base.css";
import { keepUpToDate } from "./update";

applyLook();
createApp(App).use(router).mount("#app");
keepUpToDate();
