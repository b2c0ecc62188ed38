import { defineConfig, type Plugin } from 'vite';

/** After minification the only line breaks left are the indentation inside Lit's templates; it is only bytes. */
function tightTemplates(): Plugin {
  return {
    name: 'tight-templates',
    enforce: 'post',
    generateBundle(_, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type !== 'chunk') continue;
        file.code = file.code.replace(/>\s*\n\s*/g, '>').replace(/\s*\n\s*/g, ' ');
      }
    },
  };
}

export default defineConfig({
  base: './',
  plugins: [tightTemplates()],
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
