/** How the app is built, served while developing, and tested. */

import vue from "@vitejs/plugin-vue";
import { VantResolver } from "@vant/auto-import-resolver";
import Components from "unplugin-vue-components/vite";
import { VitePWA } from "vite-plugin-pwa";
import { defineConfig } from "vitest/config";
import { vantIcons } from "./build/vant-icons.ts";
import { manifest } from "./build/manifest.ts";
import { markInPage } from "./build/mark.ts";
import { nightBeforeStart } from "./build/night.ts";
import { previousAssets } from "./build/previous.ts";
import { words } from "./build/words.ts";
import pack from "./package.json" with { type: "json" };

const SERVER = process.env["QIAOMEN_SERVER"] ?? "http://127.0.0.1:8000";

export default defineConfig({
  define: {
    __VERSION__: JSON.stringify(pack.version),
    // Every component is written with <script setup>, Vant's and the router's too: 2 KB less at the first load.
    __VUE_OPTIONS_API__: "false",
  },
  // Dexie's own entry point is the build for old browsers.
  resolve: { alias: [{ find: /^dexie$/, replacement: "dexie/dist/modern/dexie.mjs" }] },
  plugins: [
    vantIcons(),
    words(),
    markInPage(),
    nightBeforeStart(),
    vue(),
    Components({
      // Our own components are imported by hand, so that a reader sees where they come from.
      dirs: [],
      resolvers: [VantResolver()],
      // The types of those in use stand in src/env.d.ts.
      dts: false,
    }),
    VitePWA({
      strategies: "injectManifest",
      srcDir: "src",
      filename: "sw.ts",
      registerType: "prompt",
      injectRegister: null,
      manifest,
      injectManifest: {
        globPatterns: ["**/*.{js,css,html,woff2,png,svg}"],
        // The map of a tile server needs a network anyway: no phone keeps its library.
        globIgnores: ["**/TileMap-*", "**/layers-*", "**/layers-2x-*", "**/marker-icon-*"],
      },
    }),
    previousAssets(),
  ],
  build: {
    target: ["chrome86", "safari14", "firefox100"],
    // A picture or font inside a style sheet would be barred by the content policy, and travel with every load.
    assetsInlineLimit: 0,
    // The first load is one file; browsers that know no preloading find the others by themselves.
    modulePreload: { polyfill: false },
    rolldownOptions: {
      checks: { bundlerTimings: false },
      output: {
        codeSplitting: {
          groups: [
            // What the first card needs travels as one file: on a slow network each further one costs a round trip.
            { name: "first", tags: ["$initial"] },
            // So does what comes right after it, on every phone: to ask for a file keeps a cheap one busy for some ms.
            { name: "soon", test: /src\/(safety\/start\.ts|drill\/TrainingBar\.vue|ui\/further_words\.ts)/ },
            // And a task with its call and visit: in thirty small files the first tap took three seconds on slow 3G.
            { name: "case", test: /src\/(phone\/(Case|Flow)Screen\.vue|ui\/words\/(phone|board|transfer)\.ts\?zh)/ },
          ],
        },
      },
    },
  },
  server: {
    proxy: {
      // The Host stays the browser's own: the server compares it with the origin.
      "/api": { target: SERVER, changeOrigin: false },
      "/p/": { target: SERVER, changeOrigin: false },
      "/static": { target: SERVER, changeOrigin: false },
      "/ws": { target: SERVER, changeOrigin: false, ws: true },
    },
  },
  test: {
    environment: "happy-dom",
    maxWorkers: 2,
    setupFiles: ["fake-indexeddb/auto", "src/ui/tests/setup.ts"],
    include: ["src/**/tests/*.test.ts", "build/tests/*.test.ts"],
    // Generous: a busy machine is no fault of the code.
    testTimeout: 20_000,
    server: { deps: { inline: [/vant/] } },
    coverage: {
      provider: "v8",
      include: ["src/flow/*.ts", "src/fold/*.ts"],
      reporter: ["text"],
      thresholds: { 100: true },
    },
  },
});
