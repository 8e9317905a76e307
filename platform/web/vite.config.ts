import { fileURLToPath } from "node:url";

import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

import { mockServer } from "./src/test/mock-server";

const API = process.env.DOSSIER_API ?? "http://127.0.0.1:8000";

export default defineConfig(({ mode }) => ({
  // RJSF's test registry names a validator that is not used here; see src/form/validator.ts.
  resolve: { alias: { "@rjsf/validator-ajv8": fileURLToPath(new URL("src/form/validator.ts", import.meta.url)) } },
  plugins: [react(), ...(mode === "mock" ? [mockServer()] : [])],
  server: mode === "mock" ? {} : { proxy: { "/api": API } },
  build: {
    target: "es2022",
    // Fonts and pictures stay files: the policy of the pages allows no data: scripts or fonts.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
  },
}));
