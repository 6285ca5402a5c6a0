/** Starts the app: what the phone holds comes first, the network after. */

import { createApp } from "vue";
import App from "./App.vue";
import { startApp } from "./core/account";
import { applyLook } from "./look";
import { router } from "./router";
import "./styles/tokens.css";
import "./styles/vant.css";
import "./styles/base.css";
import "./styles/controls.css";
import { language, setLanguage } from "./ui/i18n";
import { keepUpToDate } from "./update";

applyLook();
setLanguage(language.value);
await startApp();
createApp(App).use(router).mount("#app");
keepUpToDate();
