// Uploads a file with a client that is not ours: node upload_by_tus.mjs ORDER. Stops after `stopAfter` pieces as if switched off.
import { createReadStream, readFileSync } from "node:fs";
import { createRequire } from "node:module";

const tus = createRequire(new URL("../../pwa/", import.meta.url))("tus-js-client");
const order = JSON.parse(readFileSync(process.argv[2], "utf-8"));
const done = { requests: [], pieces: [], url: "" };

function end(fault) {
  console.log(JSON.stringify({ ...done, url: upload.url, fault: fault ? String(fault) : null }));
  process.exit(0);
}

const upload = new tus.Upload(createReadStream(order.file), {
  endpoint: order.endpoint,
  headers: order.headers,
  metadata: order.metadata,
  chunkSize: order.piece,
  overridePatchMethod: order.byPost,
  urlStorage: new tus.FileUrlStorage(order.storage),
  retryDelays: [0, 10, 100],
  onBeforeRequest: (request) => void done.requests.push(request.getMethod()),
  onChunkComplete: (size) => {
    done.pieces.push(size);
    if (done.pieces.length === order.stopAfter) end();
  },
  onSuccess: () => end(),
  onError: end,
});
const [previous] = await upload.findPreviousUploads();
if (previous && order.goOn) upload.resumeFromPreviousUpload(previous);
upload.start();
