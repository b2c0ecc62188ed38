import { minify } from 'terser';
import { defineConfig, type Plugin } from 'vite';

/** Takes the indentation out of Lit's templates; elsewhere a line break may mean something. */
function tightTemplates(): Plugin {
  return {
    name: 'tight-templates',
    enforce: 'post',
    transform(code, id) {
      if (!/\/src\/components\/.*\.ts$/.test(id)) return null;
      const quasis: { start: number; end: number }[] = [];
      const visit = (node: unknown): void => {
        if (typeof node !== 'object' || node === null) return;
        const { type, tag, quasi } = node as {
          type?: string;
          tag?: { name?: string };
          quasi?: { quasis: typeof quasis };
        };
        if (type === 'TaggedTemplateExpression' && tag?.name === 'html')
          quasis.push(...(quasi?.quasis ?? []));
        Object.values(node).forEach(visit);
      };
      visit(this.parse(code));
      let out = code;
      for (const { start, end } of quasis.sort((a, b) => b.start - a.start)) {
        const text = code
          .slice(start, end)
          .replace(/>\s*\n\s*/g, '>')
          .replace(/\s*\n\s*/g, ' ');
        out = out.slice(0, start) + text + out.slice(end);
      }
      return { code: out, map: null };
    },
  };
}

/** Another minifier still finds a few per cent. */
function smaller(): Plugin {
  return {
    name: 'smaller',
    enforce: 'post',
    async generateBundle(_, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type !== 'chunk') continue;
        const options = {
          module: true,
          compress: { passes: 3, ecma: 2020, unsafe_arrows: true },
          mangle: true,
        } as const;
        file.code = (await minify(file.code, options)).code ?? file.code;
      }
    },
  };
}

export default defineConfig({
  base: './',
  plugins: [tightTemplates(), smaller()],
  build: {
    target: ['chrome123', 'firefox121', 'safari17.5'],
    reportCompressedSize: false,
    // A library, because Vite adds a kilobyte of preloading to the dynamic imports of anything else.
    lib: { entry: 'src/index.ts', formats: ['es'] },
    rollupOptions: {
      // Lets chunks import from the entry, so that a page loads one file.
      preserveEntrySignatures: 'allow-extension',
      output: {
        minify: true,
        entryFileNames: 'lotse-search.js',
        chunkFileNames: 'lotse-[name]-[hash].js',
        assetFileNames: 'lotse-[name]-[hash][extname]',
      },
    },
  },
});
