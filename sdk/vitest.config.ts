import { defineConfig } from "vitest/config";

export default defineConfig({
  server: { fs: { allow: [".."] } }, // the golden vectors and the projections lie beside us
  test: { include: ["src/**/*.test.ts"], pool: "threads", maxWorkers: 1 },
});
