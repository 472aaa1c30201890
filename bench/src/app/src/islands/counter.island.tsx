export { default } from './counter.js';
