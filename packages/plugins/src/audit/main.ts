#!/usr/bin/env node
import { runCommand } from './command.js';

// The command `skerry-audit`, which `npx skerry-audit verify <path>` runs.

// A reader such as `head` may leave before everything is printed.
// The exit code tells the result all the same.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

process.exitCode = await runCommand(process.argv.slice(2), {
  env: process.env,
  print: (line) => process.stdout.write(`${line}\n`),
});
