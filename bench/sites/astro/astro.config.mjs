import { defineConfig } from "astro/config";

export default defineConfig({
  site: "https://bench.example.org",
  cacheDir: "./.cache",
  devToolbar: { enabled: false },
  markdown: { syntaxHighlight: false },
  vite: { cacheDir: "./.cache/vite" },
});
