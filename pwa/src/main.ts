/** Starts the app: what the phone holds comes first, the network after. */

import { createApp } from "vue";
import App from "./App.vue";
import { startApp } from "./core/account";
import { applyLook } from "./look";
import { fillIn } from "./older/fill";
import { router } from "./router";
import "./styles/tokens.css";
import "./styles/vant.css";
import "./styles/base.css";
import "./styles/controls.css";
import { language, setLanguage } from "./ui/i18n";
import { keepUpToDate } from "./update";

void start();

// A function: some of the browsers in use know no `await` outside of one.
async function start(): Promise<void> {
  await fillIn();
  applyLook();
  setLanguage(language.value);
  await startApp();
  createApp(App).use(router).mount("#app");
  keepUpToDate();
}
