/* The least a page with Vue and Dexie can be: one card, kept in the phone's database, read again and shown. */

import Dexie from "dexie/dist/modern/dexie.mjs";
import { createApp, h, shallowRef } from "vue";

const database = new Dexie("floor");
database.version(1).stores({ cards: "id" });
const cards = shallowRef([]);

createApp(() => h("ul", cards.value.map(({ id, name }) => h("li", { key: id, "data-testid": "task" }, [h("button", name)])))).mount("#app");
await database.cards.put({ id: 1, name: "彭先生" });
cards.value = await database.cards.toArray();
