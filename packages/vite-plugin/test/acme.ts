/** A package with an island, as its author publishes it, and a page that has it: files of an app by their paths. */
export const acme = {
  'node_modules/acme/package.json': '{ "name": "acme", "version": "1.0.0", "type": "module" }',
  'node_modules/acme/gauge.island.js': `
import { h } from 'preact';
import { useState } from 'preact/hooks';
import { useLive } from '@skerry/islands';
import { unit } from './unit.js';
import './gauge.css';
export default function Gauge({ value }) {
  const [more, setMore] = useState(0);
  const region = useLive() ? 'live' : 'still';
  return h('button', { class: 'gauge', title: region, onClick: () => setMore(more + 1) }, \`\${value + more}\${unit}\`);
}`,
  'node_modules/acme/unit.js': `export const unit = ' kn';`,
  'node_modules/acme/gauge.css': '.gauge { letter-spacing: 3px; }',
  // Its author has other versions of what islands run on.
  'node_modules/acme/node_modules/preact/package.json':
    '{ "name": "preact", "version": "10.0.0", "type": "module", "exports": { ".": "./index.js", "./hooks": "./index.js" } }',
  'node_modules/acme/node_modules/preact/index.js':
    'export const h = () => undefined, useState = h; throw new Error("Another copy of Preact runs.");',
  'node_modules/acme/node_modules/@skerry/islands/package.json':
    '{ "name": "@skerry/islands", "version": "0.0.1", "type": "module", "exports": "./index.js" }',
  'node_modules/acme/node_modules/@skerry/islands/index.js':
    'export const useLive = () => undefined; throw new Error("Another copy of Skerry runs.");',
  'src/pages/gauge.tsx': `
import Gauge from 'acme/gauge.island.js';
export default () => <main><Gauge client:load value={5} /></main>;`,
};
