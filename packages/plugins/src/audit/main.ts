#!/usr/bin/env node
import { runCommand } from './command.js';

// The command `skerry-audit`, which `npx skerry-audit verify <path>` runs.
process.exitCode = await runCommand(process.argv.slice(2), {
  env: process.env,
  print: (line) => process.stdout.write(`${line}\n`),
});
