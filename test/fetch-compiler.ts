import { debian, ensureProgram } from './fetch-program.js';
import { findProgram } from './find-browser.js';

/** What node-gyp compiles native packages with. */
const tools = ['g++', 'make', 'python3'];

/** Runs once before the test of native packages. */
export default function ensureCompiler(): void {
  ensureProgram({
    name: 'compiler of C++',
    find: () => tools.every((tool) => findProgram([tool])),
    ways: [debian(...tools)],
    advice: `install ${tools.join(', ')} (Debian's packages have the same names)`,
  });
}
