// Builds dist/privacy-chat-<version>.js: one file, everything in it.
import { readFile } from "node:fs/promises";
import { build, transform } from "esbuild";

const { version } = JSON.parse(await readFile("package.json", "utf8"));

/** A website may set the size of its root, and so its `rem`; ours is another. In media queries it is the browser's. */
const ownRem = (css) =>
  css.replace(/@media[^{]*|(-?[\d.]+)rem\b/g, (whole, count) => (count ? `calc(${count}*var(--privacy-chat-rem))` : whole));

const styles = {
  name: "styles as text",
  setup(bundle) {
    bundle.onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const sheet = ownRem(await readFile(path, "utf8"));
      const { code } = await transform(sheet, { loader: "css", minify: true });
      return { contents: code.trim(), loader: "text" };
    });
  },
};

await build({
  entryPoints: ["src/embed.ts"],
  outfile: `dist/privacy-chat-${version}.js`,
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  banner: { js: `/* privacy-chat ${version}, Apache-2.0; contains Preact, MIT */` },
  plugins: [styles],
});
