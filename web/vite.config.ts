import { defineConfig } from "vite";

export default defineConfig({
  base: "./",
  resolve: { alias: [{ find: /^fflate$/, replacement: "/src/zip.ts" }] },
  esbuild: { jsx: "automatic", jsxImportSource: "preact" },
  build: {
    outDir: "../api/static",
    emptyOutDir: true,
    assetsInlineLimit: 0, // the Content-Security-Policy allows files of our own, no data: scripts
    chunkSizeWarningLimit: 600,
  },
  server: { proxy: { "/api": "http://127.0.0.1:8057" } },
});
