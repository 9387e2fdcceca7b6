/**
 * Loaded before every part of the sandbox: ends the process, like SIGTERM does, when the supervisor says so or is gone. Even a
 * killed supervisor leaves nothing behind, and a part can end in good order where there are no signals (Windows).
 */
const GRACE_MS = 15_000;

let ending = false;

process.once('message', end);
process.once('disconnect', end);
if (!process.connected) end(); // closed before we listened
process.channel?.unref();

function end(): void {
  if (ending) return;
  ending = true;
  setTimeout(() => process.exit(1), GRACE_MS).unref();
  if (!process.emit('SIGTERM', 'SIGTERM')) process.exit();
}
