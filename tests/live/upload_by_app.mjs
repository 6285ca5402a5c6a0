// Uploads a file with the app's own client, pwa/src/core/upload.ts: node upload_by_app.mjs ORDER. Requests are cut as ordered.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const pwa = createRequire(new URL("../../pwa/", import.meta.url));
const { rolldown } = await import(pwa.resolve("rolldown"));
const order = JSON.parse(readFileSync(process.argv[2], "utf-8"));
const core = new URL("../../pwa/src/core/", import.meta.url).pathname;
const entry = {
  name: "entry",
  resolveId: (id) => (id === "entry" ? id : undefined),
  load: (id) => (id === "entry" ? `export * from "${core}upload.ts"; export { noAnswer } from "${core}problem.ts";` : undefined),
};
const bundle = await rolldown({ input: "entry", plugins: [entry] });
const { output } = await bundle.generate({ format: "esm" });
const { sendInPieces, noAnswer } = await import(`data:text/javascript,${encodeURIComponent(output[0].code)}`);
const bytes = readFileSync(order.file);
const upload = { ...order.upload, bytes: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length), address: null };
const done = { requests: [], travelled: 0, starts: 0, fault: null };

async function ask(path, { method, headers, raw }) {
  const fate = order.fates[done.requests.length];
  done.requests.push(method);
  done.travelled += raw?.byteLength ?? 0;
  if (fate === "cut") throw noAnswer();
  const answer = await fetch(order.address + path, { method, headers: { ...order.headers, ...headers }, body: raw ?? null });
  const body = await answer.json().catch(() => null);
  if (fate === "lost") throw noAnswer();
  return { status: answer.status, headers: answer.headers, body };
}

let now = 0;
const sending = {
  piece: order.piece,
  between: async () => {},
  remember: async (address) => void (upload.address = address),
  // Neither quick nor slow: the pieces stay as they are, on any machine.
  clock: () => (now += 2000),
};
let isDone = false;
while (!isDone && !done.fault && done.starts < 20) {
  done.starts += 1;
  try {
    await sendInPieces(ask, upload, sending);
    isDone = true;
  } catch (fault) {
    if (fault.status !== 0) done.fault = `${fault.status} ${fault.code} ${fault.stack}`;
  }
}
console.log(JSON.stringify(done));
