/** What the build puts in beside the sources: the version, and Vant's components (list each one in use here). */

import "vue";
import type { Signature, Switch } from "vant";

declare global {
  const __VERSION__: string;
}

// Loaded for what they do.
declare module "core-js/*" {}

declare module "vue" {
  interface GlobalComponents {
    VanSignature: typeof Signature;
    VanSwitch: typeof Switch;
  }
  interface ComponentCustomProps {
    "aria-label"?: string;
  }
}
