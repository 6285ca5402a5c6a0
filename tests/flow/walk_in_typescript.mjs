// Walks the flows of one file with the phone's own interpreter: node walk_in_typescript.mjs QUESTIONS ANSWERS
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";

const pwa = new URL("../../pwa/", import.meta.url);
const ts = createRequire(pwa)("typescript");

const source = readFileSync(new URL("src/flow/interpret.ts", pwa), "utf-8");
const options = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2020 };
const { outputText } = ts.transpileModule(source, { compilerOptions: options });
const { walk } = await import(`data:text/javascript;base64,${Buffer.from(outputText).toString("base64")}`);

const [questions, answers] = process.argv.slice(2);
const { flows, cases } = JSON.parse(readFileSync(questions, "utf-8"));
const walks = cases.map(([flow, track, given]) => {
  const gone = walk(flows[flow], track, given.map(([step, answer]) => ({ step, answer })));
  return { ...gone, path: gone.path.map(({ step, answer }) => [step, answer]) };
});
writeFileSync(answers, JSON.stringify(walks));
