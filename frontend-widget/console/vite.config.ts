import { defineConfig } from 'vite';

export default defineConfig({
  base: './',
  build: {
    target: ['chrome123', 'firefox121', 'safari17.5'],
    reportCompressedSize: false,
    rollupOptions: {
      // Names without hashes: the gateway answers with an ETag, and the console is always asked for again.
      output: { entryFileNames: 'console.js', assetFileNames: 'console[extname]' },
    },
    modulePreload: false,
  },
});
