/** Native dialogs for browsers without (Safari until 15.4): each becomes one when it is first shown. */

import polyfill from "dialog-polyfill";
import "./dialog.css";

Object.defineProperty(HTMLElement.prototype, "showModal", {
  configurable: true,
  writable: true,
  value(this: HTMLDialogElement) {
    // From now on this dialog has a showModal of its own.
    polyfill.forceRegisterDialog(this);
    this.showModal();
  },
});
