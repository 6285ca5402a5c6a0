// Folds the cases of one file with the phone's own fold: node fold_in_typescript.mjs QUESTIONS ANSWERS
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";

const pwa = new URL("../../pwa/", import.meta.url);
const { rolldown } = await import(pathToFileURL(createRequire(pwa).resolve("rolldown")).href);
const bundle = await rolldown({ input: fileURLToPath(new URL("src/fold/standing.ts", pwa)), logLevel: "silent" });
const { output } = await bundle.generate({ format: "esm" });
const { fold } = await import(`data:text/javascript;base64,${Buffer.from(output[0].code).toString("base64")}`);

const [questions, answers] = process.argv.slice(2);
const { flow, rules, cases } = JSON.parse(readFileSync(questions, "utf-8"));
writeFileSync(answers, JSON.stringify(cases.map((facts) => fold(facts, flow, rules))));
