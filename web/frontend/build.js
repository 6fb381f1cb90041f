// Bundles what runs in the browser into ../static/built/. Run by the build hook of the package.
import { build } from "esbuild";

const options = {
  outdir: "../static/built",
  bundle: true,
  minify: true,
  target: "es2022",
  legalComments: "linked",
  loader: { ".woff2": "file", ".woff": "file", ".ttf": "empty", ".eot": "empty", ".svg": "empty" },
  logLevel: "warning",
};

await build({ ...options, entryPoints: ["src/app.js"], format: "iife" });
await build({ ...options, entryPoints: ["src/viewer.js"], format: "esm" }); // comes when it is needed
