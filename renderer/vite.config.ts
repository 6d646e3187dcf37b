import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** The pages as static files that run under a strict content security policy: no inline script, style or data address. */
export default defineConfig({
  root: import.meta.dirname,
  base: "./", // served from `/` by the console and from a scheme of its own by the desktop
  plugins: [react()],
  build: {
    outDir: "../dist/renderer",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2024",
    sourcemap: true,
    chunkSizeWarningLimit: 1500,
  },
});
