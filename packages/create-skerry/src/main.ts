#!/usr/bin/env node
import { runCommand } from './command.js';

// The command that `npm create skerry` runs.

process.exitCode = runCommand(process.argv.slice(2), {
  cwd: process.cwd(),
  env: process.env,
  print: (text) => console.log(text),
  printError: (text) => console.error(text),
});
