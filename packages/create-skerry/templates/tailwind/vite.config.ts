import { skerry } from '@skerry/vite-plugin';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vite';

export default defineConfig({ plugins: [skerry(), tailwindcss()] });
