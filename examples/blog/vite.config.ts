import { skerry } from '@skerry/vite-plugin';
import { defineConfig } from 'vite';

export default defineConfig({ plugins: [skerry()] });
