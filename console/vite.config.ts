import { defineConfig } from "vite";

// The development server answers the page itself; everything else is the API's.
const api = process.env["FAULTBOOK_URL"] ?? "http://localhost:8080";
const routes = [
  "/fault",
  "/faults",
  "/api/v1",
  "/api-keys",
  "/settings",
  "/events",
  "/changes",
  "/console/configuration.json",
  "/openapi.json",
];

export default defineConfig({
  build: {
    target: "es2022",
    // The content security policy allows no data: scripts, and inlined files cannot be cached.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false }, // every browser of the target knows it
    reportCompressedSize: true,
    chunkSizeWarningLimit: 2000, // kilobytes: the reader of the OpenAPI document is one part
    rolldownOptions: {
      input: ["index.html", "docs.html"],
      // What several views share is one file: a dozen small ones cost the first view 5 KB of headers.
      output: { codeSplitting: { groups: [{ name: "shared", minShareCount: 2 }] } },
    },
  },
  server: {
    host: "127.0.0.1",
    proxy: Object.fromEntries(routes.map((route) => [route, { target: api, changeOrigin: true }])),
  },
});
