import { fileURLToPath } from "node:url";

import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

export default defineConfig({
  // As in vite.config.ts; only what is bundled here follows it.
  resolve: { alias: { "@rjsf/validator-ajv8": fileURLToPath(new URL("src/form/validator.ts", import.meta.url)) } },
  plugins: [react()],
  test: {
    environment: "jsdom",
    include: ["src/**/*.test.{ts,tsx}"],
    restoreMocks: true,
    server: { deps: { inline: [/@rjsf\//] } },
  },
});
