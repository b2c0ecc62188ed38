import { minify } from 'terser';
import { defineConfig, type Plugin } from 'vite';

/**
 * Makes the files as small as they can be: the only line breaks that minification leaves are the indentation inside
 * Lit's templates, and another minifier still finds a few per cent.
 */
function tight(): Plugin {
  return {
    name: 'tight',
    enforce: 'post',
    async generateBundle(_, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type !== 'chunk') continue;
        const code = file.code.replace(/>\s*\n\s*/g, '>').replace(/\s*\n\s*/g, ' ');
        const options = {
          module: true,
          compress: { passes: 3, ecma: 2020, unsafe_arrows: true },
          mangle: true,
        } as const;
        file.code = (await minify(code, options)).code ?? code;
      }
    },
  };
}

export default defineConfig({
  base: './',
  plugins: [tight()],
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
