// Bundles what runs in the browser into ../static/built/. Run by the build hook of the package.
import { build } from "esbuild";

await build({
  entryPoints: ["src/app.js", "src/viewer.js"],
  outdir: "../static/built",
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2022",
  legalComments: "linked",
  loader: { ".woff2": "file", ".woff": "file", ".ttf": "empty", ".eot": "empty", ".svg": "empty" },
  logLevel: "warning",
});
