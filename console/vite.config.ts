import { defineConfig } from "vitest/config";

// The console is served by the server under /console/, from inside the Python package.
export default defineConfig({
  base: "/console/",
  build: {
    outDir: "../src/samehands/server/static/console",
    emptyOutDir: true,
    // light-dark() and content-visibility are there from these on; nothing is polyfilled.
    target: ["chrome123", "firefox125", "safari18"],
    // A preload helper would be script that nothing here needs.
    modulePreload: { polyfill: false },
    // No data: addresses; every file is one that the server names in its policy.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
  test: {
    // Two cores are shared: the files run one after the other. Threads start sooner than processes.
    pool: "threads",
    maxWorkers: 1,
    // A test that needs more than this waits for something that will not come.
    testTimeout: 10_000,
    // What shows something runs in a page, each file in a fresh one; the rest needs none.
    projects: [
      { extends: true, test: { name: "logic", include: ["src/**/*.test.ts"] } },
      {
        extends: true,
        test: { name: "pages", include: ["src/**/*.test.tsx"], environment: "happy-dom" },
      },
    ],
  },
});
