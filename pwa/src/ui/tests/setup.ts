/** What every test starts with. */

import { sayEverything } from "./say_everything";

await sayEverything();
