// What a script says to the test that started it: one JSON object a line on stdout, and nothing else there.

// node-sws prints remarks of its own with console.log; they belong with the diagnostics.
console.log = console.error;

/** Prints one line `{"event": …}`. */
export function report(event, fields = {}) {
  process.stdout.write(`${JSON.stringify({ event, ...fields })}\n`);
}

/** Runs a script's main function; whatever goes wrong becomes a line `failed` and exit code 1. */
export async function run(main) {
  process.on('uncaughtException', (error) => end(error));
  process.on('unhandledRejection', (error) => end(error));
  try {
    await main();
    process.exit(0);
  } catch (error) {
    end(error);
  }
}

/** Ends the script when the test that started it is gone: its end of our stdin closes. */
export function endWithParent() {
  process.stdin.on('close', () => process.exit(0)).on('end', () => process.exit(0)).resume();
}

/** Rejects when a promise has not settled in time, naming what was waited for. */
export async function within(milliseconds, what, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Waited ${milliseconds} ms for ${what}.`)), milliseconds);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

function end(error) {
  report('failed', { message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  process.exit(1);
}
