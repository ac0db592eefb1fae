// `lab`: hands over to the command. `run` and `repl` are told apart first and load nothing else, because a program's start
// is theirs; the other commands live behind yargs.
const [command, ...rest] = process.argv.slice(2);

if (command === 'run' || command === 'repl') {
  const { main } = await import('./commands/run.ts');
  await main(rest, command);
} else {
  const { main } = await import('./command-line.ts');
  await main(process.argv.slice(2));
}

export {};
