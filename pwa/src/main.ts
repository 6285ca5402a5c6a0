/** Starts the app: what the phone holds comes first, the network after, and what can wait last. */

import { createApp, watch } from "vue";
import App from "./App.vue";
import { startApp } from "./core/account";
import { askEarly, forgetEarly } from "./core/api";
import { breathe, whenIdle } from "./core/idle";
import { startPlaybooks } from "./core/playbooks";
import { session } from "./core/session";
import { firstSync, syncSoon } from "./core/sync";
import { keepTyped } from "./early";
import { applyLook } from "./look";
import { fillIn } from "./older/fill";
import { router } from "./router";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/controls.css";
import { language, setLanguage } from "./ui/i18n";
import { keepUpToDate } from "./update";

void start();

// A function: some of the browsers in use know no `await` outside of one. And the screens that load later import this
// file: they would wait for it while it waits for them.
async function start(): Promise<void> {
  await fillIn();
  await breathe();
  applyLook();
  askWhileTyping();
  // Without the words of another language the app speaks Chinese.
  await Promise.all([setLanguage(language.value).catch(() => undefined), startApp()]);
  await breathe();
  const app = createApp(App).use(router);
  await router.isReady();
  await breathe();
  // Whoever types already goes on in the same place: the first screen takes the page's at once.
  keepTyped();
  app.mount("#app");
  // On a first visit nobody need wait for the whole app beside the one screen; a phone that has it looks for a newer one.
  if (!navigator.serviceWorker?.controller) await firstSync;
  whenIdle(keepUpToDate);
  await firstSync;
  whenIdle(startPlaybooks);
}

/** While the first PIN is chosen, what the first screen needs is already on its way; it is taken in as soon as one is in. */
function askWhileTyping(): void {
  watch(
    () => session.me !== null && session.lock === "" && session.rules !== null,
    (isIn) => {
      if (isIn) syncSoon();
    },
  );
  watch(
    () => [session.me?.id, session.lock],
    ([me, lock], [before]) => {
      if (me !== before) forgetEarly();
      if (me === undefined || lock !== "unset") return;
      askEarly("/api/rules/");
      askEarly("/api/news/?after=");
    },
  );
}
