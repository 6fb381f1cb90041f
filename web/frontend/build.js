// Bundles what runs in the browser into ../static/built/. Run by the build hook of the package.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

// dmn-js writes the look of its mark into the page, and the fields of its cells theirs into a `style` element. The
// policy of pages forbids both: studio.css has the first, and a sheet made by the script (CSSOM) is the second.
const withoutStyles = {
  name: "without-styles",
  setup: ({ onLoad }) => {
    const change = (filter, from, to) =>
      onLoad({ filter }, ({ path }) => ({ contents: readFileSync(path, "utf8").replaceAll(from, to) }));
    change(/dmn-js-shared.*PoweredBy\w*\.js$/, /(?<=[ '])style="[^"]*"/g, "");
    change(/style-mod.*\.js$/, "!root.head && root.adoptedStyleSheets", "root.adoptedStyleSheets");
  },
};

const options = {
  metafile: true,
  outdir: "../static/built",
  bundle: true,
  minify: true,
  target: "es2022",
  legalComments: "linked",
  loader: { ".woff2": "file", ".woff": "file", ".ttf": "empty", ".eot": "empty", ".svg": "empty" },
  logLevel: "warning",
  plugins: [withoutStyles],
};

const built = [
  await build({ ...options, entryPoints: ["src/app.js"], format: "iife" }),
  await build({ ...options, entryPoints: ["src/viewer.js"], format: "esm" }), // comes when it is needed
  await build({ ...options, entryPoints: ["src/studio/editor.js"], format: "esm" }), // on its page alone
  await build({ ...options, entryPoints: ["src/tables/tables.js"], format: "esm" }), // likewise
  await build({ ...options, entryPoints: ["src/studio/layout.js"], format: "esm" }), // when it is asked for
  await build({ ...options, entryPoints: [{ in: "elkjs/lib/elk-worker.min.js", out: "layout_worker" }] }), // by it
];

// The licence of every package that is in the bundles, as they ask for.
function licence(name) {
  const folder = `node_modules/${name}`;
  const file = ["LICENSE", "LICENSE.md", "license", "LICENCE"].find((it) => existsSync(`${folder}/${it}`));
  const { license } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
  return `${name}\n\n${file ? readFileSync(`${folder}/${file}`, "utf8") : license}`;
}

const inputs = built.flatMap(({ metafile }) => Object.keys(metafile.inputs));
const packages = inputs.map((path) => path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1]);
const texts = [...new Set(packages.filter(Boolean))].sort().map(licence);
writeFileSync(`${options.outdir}/licenses.txt`, texts.join(`\n${"-".repeat(80)}\n\n`));
