// `lab`: hands over to the command. `run` and `repl` are told apart first and load nothing else, because a program's start
// is theirs; the other commands live behind yargs.
const [command, ...rest] = process.argv.slice(2);

/** As sysexits.h numbers a fault of the program's own. */
const EX_SOFTWARE = 70;

try {
  if (command === 'run' || command === 'repl') {
    const { main } = await import('./commands/run.ts');
    await main(rest, command);
  } else {
    const { main } = await import('./command-line.ts');
    await main(process.argv.slice(2));
  }
} catch (error) {
  // Node would print the source line too, which in a bundle may be a whole package.
  process.stderr.write(`lab: a fault of its own: ${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(EX_SOFTWARE);
}

export {};
