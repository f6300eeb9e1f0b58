/** Preloaded into a service that another process has started: ends it, in an orderly way, when that process is gone. */
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
// The line to the parent alone must not keep a service alive that has ended its work.
process.channel?.unref();
